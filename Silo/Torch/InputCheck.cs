using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>What must hold before native code reads an input's memory.</summary>
internal static class InputCheck
{
    /// <summary>Torch's own limit for most operations.</summary>
    private const int MaxRank = 64;

    /// <exception cref="ProgramException">Torch has no such element type.</exception>
    public static void ThrowUnlessSupported(TensorSpec input)
    {
        if (input.DataType != TensorDataType.Unknown && !TorchDataTypes.TryToTorch(input.DataType, out _))
            throw new ProgramException($"The configuration declares the input {input.Name} as {Unsupported(input.DataType)}");
    }

    /// <summary>Empty where all is well.</summary>
    public static string Check(InferenceTensor tensor, ArgumentKind kind)
    {
        if (!TorchDataTypes.TryToTorch(tensor.DataType, out _))
            return $"The input '{tensor.Name}' is {Unsupported(tensor.DataType)}";
        if (tensor.Shape.Length > MaxRank)
            return $"The input '{tensor.Name}' has {tensor.Shape.Length} dimensions; torch takes at most {MaxRank}.";
        if (!TryCountBytes(tensor, out var bytes) || bytes != tensor.Data.Length)
            return $"The input '{tensor.Name}' of type {tensor.DataType.ToProtocolName()} and shape [{string.Join(", ", tensor.Shape)}] does not fit its data of {tensor.Data.Length} bytes.";
        if (kind != ArgumentKind.Tensor && bytes != tensor.DataType.ElementBytes())
            return $"The input '{tensor.Name}' is a number: it takes a tensor of one element, not of shape [{string.Join(", ", tensor.Shape)}].";
        // Compiled code takes it for granted that a bool is 0 or 1.
        if (tensor.DataType == TensorDataType.Bool && tensor.Data.Span.ContainsAnyExceptInRange((byte)0, (byte)1))
            return $"The input '{tensor.Name}' is BOOL, but has bytes other than 0 and 1.";
        return "";
    }

    private static bool TryCountBytes(InferenceTensor tensor, out long bytes)
    {
        bytes = tensor.DataType.ElementBytes();
        var empty = false;
        foreach (var dimension in tensor.Shape)
        {
            if (dimension < 0)
                return false;
            empty |= dimension == 0;
        }
        foreach (var dimension in tensor.Shape)
        {
            if (empty)
                break;
            if (dimension > long.MaxValue / bytes)
                return false;
            bytes *= dimension;
        }
        bytes = empty ? 0 : bytes;
        return true;
    }

    private static string Unsupported(TensorDataType type) =>
        $"{type.ToProtocolName()}, which torch has no type for; it has {TorchDataTypes.Supported}.";
}
