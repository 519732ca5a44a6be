using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>The protocol's element types as numbers of <c>c10::ScalarType</c>, which both bindings use.</summary>
internal static class TorchDataTypes
{
    private static readonly (TensorDataType Protocol, sbyte Torch)[] Pairs =
    [
        (TensorDataType.UInt8, 0), (TensorDataType.Int8, 1), (TensorDataType.Int16, 2), (TensorDataType.Int32, 3),
        (TensorDataType.Int64, 4), (TensorDataType.Fp16, 5), (TensorDataType.Fp32, 6), (TensorDataType.Fp64, 7),
        (TensorDataType.Bool, 11), (TensorDataType.Bf16, 15),
    ];

    /// <summary>What to say of a type that torch lacks.</summary>
    public static string Supported => string.Join(", ", Pairs.Select(pair => pair.Protocol.ToProtocolName()));

    public static bool TryToTorch(TensorDataType type, out sbyte torch)
    {
        foreach (var pair in Pairs)
        {
            if (pair.Protocol != type)
                continue;
            torch = pair.Torch;
            return true;
        }
        torch = -1;
        return false;
    }

    /// <exception cref="ProgramException">The protocol has no such type.</exception>
    public static TensorDataType FromTorch(int torch)
    {
        foreach (var pair in Pairs)
            if (pair.Torch == torch)
                return pair.Protocol;
        throw new ProgramException(
            $"An output has torch's element type number {torch}, which the protocol has no name for; it can carry {Supported}.");
    }
}
