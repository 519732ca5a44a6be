using System.Runtime.InteropServices;
using Google.Protobuf;
using OrleansInference.Protocol;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>Requests as clients make them.</summary>
internal static class InferRequests
{
    /// <summary>INT32 values, raw, for a model that takes anything.</summary>
    public static ModelInferRequest Open(params int[] values) =>
        For("open", Input("x", "INT32", values.Length)).Raw(MemoryMarshal.AsBytes(values.AsSpan()));

    public static ModelInferRequest For(string model, params ModelInferRequest.Types.InferInputTensor[] inputs) =>
        new() { ModelName = model, Inputs = { inputs } };

    public static ModelInferRequest.Types.InferInputTensor Input(string name, string type, params long[] shape) =>
        new() { Name = name, Datatype = type, Shape = { shape } };

    public static ModelInferRequest.Types.InferInputTensor With(this ModelInferRequest.Types.InferInputTensor input, InferTensorContents contents)
    {
        input.Contents = contents;
        return input;
    }

    public static ModelInferRequest Raw(this ModelInferRequest request, ReadOnlySpan<byte> bytes)
    {
        request.RawInputContents.Add(ByteString.CopyFrom(bytes));
        return request;
    }

    public static ModelInferRequest Parameter(this ModelInferRequest request, string name, InferParameter value)
    {
        request.Parameters[name] = value;
        return request;
    }

    public static ModelInferRequest Output(this ModelInferRequest request, string name, params (string Name, InferParameter Value)[] parameters)
    {
        var output = new ModelInferRequest.Types.InferRequestedOutputTensor { Name = name };
        foreach (var (key, value) in parameters)
            output.Parameters[key] = value;
        request.Outputs.Add(output);
        return request;
    }
}
