using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Tests.Protocol.Inference;

/// <summary>What our messages and Google's say, as texts that can be compared.</summary>
internal static class Canonical
{
    public static string Of(InferMessage message) => string.Join('\n',
    [
        message.ModelName, message.ModelVersion, message.Id, Of(message.Parameters),
        .. message.Tensors.Select(tensor => Tensor(
            tensor.Name, tensor.DataType, tensor.Shape, Of(tensor.Parameters),
            tensor.Contents.IsDefault ? null : tensor.Contents.Select(part => (part.ElementType, part.Elements.ToArray())))),
        .. message is InferRequestMessage request ? request.Outputs.Select(output => $"output {output.Name} {Of(output.Parameters)}") : [],
        .. message.RawContents.Select(raw => Convert.ToHexString(raw.Span)),
    ]);

    public static string Of(ModelInferRequest message) => string.Join('\n',
    [
        message.ModelName, message.ModelVersion, message.Id, Of(message.Parameters),
        .. message.Inputs.Select(tensor =>
            Tensor(tensor.Name, tensor.Datatype, tensor.Shape, Of(tensor.Parameters), Contents(tensor.Contents))),
        .. message.Outputs.Select(output => $"output {output.Name} {Of(output.Parameters)}"),
        .. message.RawInputContents.Select(raw => Convert.ToHexString(raw.Span)),
    ]);

    public static string Of(ModelInferResponse message) => string.Join('\n',
    [
        message.ModelName, message.ModelVersion, message.Id, Of(message.Parameters),
        .. message.Outputs.Select(tensor =>
            Tensor(tensor.Name, tensor.Datatype, tensor.Shape, Of(tensor.Parameters), Contents(tensor.Contents))),
        .. message.RawOutputContents.Select(raw => Convert.ToHexString(raw.Span)),
    ]);

    private static string Tensor(
        string name, string type, IEnumerable<long> shape, string parameters, IEnumerable<(TensorDataType Type, byte[] Elements)>? contents) =>
        $"tensor {name} {type} [{string.Join(',', shape)}] {parameters} " +
        (contents is null ? "none" : string.Join(' ', contents.Select(part => $"{part.Type}:{Convert.ToHexString(part.Elements)}")));

    private static string Of(IEnumerable<KeyValuePair<string, ParameterValue>> parameters) =>
        string.Join(' ', parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    private static string Of(MapField<string, InferParameter> parameters) => Of(parameters.Select(pair => KeyValuePair.Create(
        pair.Key,
        pair.Value.ParameterChoiceCase switch
        {
            InferParameter.ParameterChoiceOneofCase.BoolParam => ParameterValue.Of(pair.Value.BoolParam),
            InferParameter.ParameterChoiceOneofCase.Int64Param => ParameterValue.Of(pair.Value.Int64Param),
            InferParameter.ParameterChoiceOneofCase.StringParam => ParameterValue.Of(pair.Value.StringParam),
            InferParameter.ParameterChoiceOneofCase.DoubleParam => ParameterValue.Of(pair.Value.DoubleParam),
            InferParameter.ParameterChoiceOneofCase.Uint64Param => ParameterValue.Of(pair.Value.Uint64Param),
            _ => default,
        })));

    private static IEnumerable<(TensorDataType Type, byte[] Elements)>? Contents(InferTensorContents? contents) => contents is null
        ? null
        : new (TensorDataType Type, byte[] Elements)[]
        {
            (TensorDataType.Bool, Bytes<bool>(contents.BoolContents)),
            (TensorDataType.Int32, Bytes<int>(contents.IntContents)),
            (TensorDataType.Int64, Bytes<long>(contents.Int64Contents)),
            (TensorDataType.UInt32, Bytes<uint>(contents.UintContents)),
            (TensorDataType.UInt64, Bytes<ulong>(contents.Uint64Contents)),
            (TensorDataType.Fp32, Bytes<float>(contents.Fp32Contents)),
            (TensorDataType.Fp64, Bytes<double>(contents.Fp64Contents)),
            (TensorDataType.Bytes, [.. contents.BytesContents.SelectMany(text => (byte[])[.. BitConverter.GetBytes(text.Length), .. text])]),
        }.Where(part => part.Elements.Length > 0);

    private static byte[] Bytes<T>(RepeatedField<T> elements)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(elements.ToArray()).ToArray();
}
