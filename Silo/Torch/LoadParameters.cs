using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>What a configuration's <c>parameters</c> ask of loading.</summary>
/// <param name="Optimizes">Whether faster ways to run the program are tried (<c>OPTIMIZE</c>).</param>
/// <param name="Precision">Element type of parameters and inputs (<c>PRECISION</c>).</param>
internal sealed record LoadParameters(bool Optimizes, TorchPrecision Precision)
{
    private const string OptimizeKey = "OPTIMIZE";
    public const string PrecisionKey = "PRECISION";

    /// <exception cref="ProgramException">Says all that is wrong: key, value, what is allowed.</exception>
    public static LoadParameters Read(ModelSpec spec, TorchDevice device)
    {
        List<string> errors = [];
        var optimize = Choose(spec, OptimizeKey, ["auto", "none"], errors);
        var precision = Choose(spec, PrecisionKey, [.. TorchPrecision.All.Select(precision => precision.Name)], errors);
        if (device.IsCpu && precision is not null && precision != TorchPrecision.Fp32.Name)
            errors.Add($"{PrecisionKey} is '{precision}', but the device is cpu; allowed there: '{TorchPrecision.Fp32.Name}'; on cuda also the others");
        if (errors.Count > 0)
            throw new ProgramException($"The configuration's parameters are wrong: {string.Join("; ", errors)}.");
        var chosen = TorchPrecision.All.First(known => known.Name == precision);
        return new LoadParameters(optimize == "auto", chosen with { RestoresOutputs = !Declares(spec, chosen) });
    }

    /// <summary>The value, or the first one that is allowed where there is none; null where it is another.</summary>
    private static string? Choose(ModelSpec spec, string key, string[] allowed, List<string> errors)
    {
        var value = spec.Parameters.GetValueOrDefault(key, allowed[0]);
        if (allowed.Contains(value, StringComparer.Ordinal))
            return value;
        errors.Add($"{key} is '{value}'; allowed: {string.Join(", ", allowed.Select(choice => $"'{choice}'"))}");
        return null;
    }

    private static bool Declares(ModelSpec spec, TorchPrecision precision) =>
        spec.DeclaredSignature is { } signature
        && signature.Outputs.Any(output => TorchDataTypes.TryToTorch(output.DataType, out var type) && type == precision.Type);
}
