namespace OrleansInference.Torch;

/// <summary>The element type that a program's float parameters and inputs are converted to.</summary>
/// <param name="Name"><c>fp32</c>, which leaves all as it is, <c>fp16</c> or <c>bf16</c>.</param>
/// <param name="Type">Its number of <c>c10::ScalarType</c>.</param>
/// <param name="Tolerance">
/// By how much two ways of computing one output may differ, relatively and absolutely: some ten times what rounding makes of a deep program.
/// </param>
internal sealed record TorchPrecision(string Name, sbyte Type, double Tolerance)
{
    public static readonly TorchPrecision Fp32 = new("fp32", 6, 1e-4);
    public static readonly TorchPrecision Fp16 = new("fp16", 5, 1e-2);
    public static readonly TorchPrecision Bf16 = new("bf16", 15, 8e-2);

    public static TorchPrecision[] All => [Fp32, Fp16, Bf16];

    public bool IsReduced => Type != Fp32.Type;

    /// <summary>Whether outputs of that type are converted back to float; not where the configuration declares one of it.</summary>
    public bool RestoresOutputs { get; init; } = true;
}
