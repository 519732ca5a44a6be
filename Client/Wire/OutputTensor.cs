using System.Collections.Immutable;
using System.Globalization;
using OrleansInference.Models;

namespace OrleansInference.Client.Wire;

/// <summary>What every transport checks of an output: that its bytes are what its shape and datatype say.</summary>
internal static class OutputTensor
{
    public static InferenceException Violation(string what) => new($"The server's answer is not of the Open Inference Protocol: {what}.");

    public static TensorDataType TypeOf(string output, string typeName) =>
        TensorDataTypeExtensions.TryParseProtocolName(typeName, out var type)
            ? type
            : throw Violation($"output '{output}' has the unknown datatype '{typeName}'");

    public static InferenceTensor Create(string name, TensorDataType type, ImmutableArray<long> shape, ReadOnlyMemory<byte> data)
    {
        Int128 bytes = type.ElementBytes();
        foreach (var dimension in shape)
            bytes = dimension < 0 || bytes > long.MaxValue ? -1 : bytes * dimension;
        return type == TensorDataType.Bytes || bytes == data.Length
            ? new InferenceTensor { Name = name, DataType = type, Shape = shape, Data = data }
            : throw Violation($"output '{name}' has {data.Length} bytes, which do not fit {type.ToProtocolName()} [{string.Join(',', shape)}]");
    }

    /// <summary>The version is optional in the protocol; 0 where it is absent or no number.</summary>
    public static ModelVersion ModelOf(string name, string version) =>
        new(name, long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
}
