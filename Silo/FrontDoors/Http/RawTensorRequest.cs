using System.Buffers.Binary;
using System.Collections.Immutable;
using OrleansInference.FrontDoors.Http.Json;
using OrleansInference.FrontDoors.Memory;
using OrleansInference.FrontDoors.Validation;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http;

/// <summary>
/// A body without JSON (header length 0, Triton's raw binary request): one item for the model's one input, whose shape follows from the
/// body's length; all outputs as bytes. A BYTES input takes the whole body as its one element.
/// </summary>
internal static class RawTensorRequest
{
    public static InferenceFault? Decode(
        string model, ModelSignature? signature, ReadOnlyMemory<byte> body, RequestMemory memory, out DecodedRequest request)
    {
        request = new DecodedRequest { BinaryOutputs = true };
        if (signature?.Inputs is not [var spec])
            return Faults.Invalid(
                $"a raw tensor without JSON ({InferHeaders.JsonLengthName}: 0) needs a model with 1 input, model '{model}' " +
                (signature is null ? "is not loaded yet" : $"has {signature.Inputs.Length}"));
        if (spec.Shape.IsDefault || spec.DataType == TensorDataType.Unknown)
            return Faults.Invalid(
                $"a raw tensor without JSON needs a declared datatype and shape, input '{spec.Name}' of model '{model}' has none");
        var data = spec.DataType == TensorDataType.Bytes ? Frame(body.Span, memory) : body;
        if (DeduceShape(model, signature, spec, data.Length, out var shape) is { } fault
            || (fault = TensorValidator.CountElements(spec.Name, shape, out var elements)) is not null
            || (fault = TensorValidator.CheckRaw(spec.Name, spec.DataType, shape, elements, data.Span)) is not null)
            return fault;
        request.Inputs = [new InferenceTensor { Name = spec.Name, DataType = spec.DataType, Shape = [.. shape], Data = data }];
        return null;
    }

    private static InferenceFault? DeduceShape(string model, ModelSignature signature, TensorSpec spec, int bytes, out long[] shape)
    {
        shape = [.. spec.Shape];
        if (signature.MaxBatchSize > 0 && shape is [-1, ..])
            shape[0] = 1;
        var open = Array.IndexOf(shape, -1);
        if (open < 0)
            return null;
        if (Array.IndexOf(shape, -1, open + 1) >= 0)
            return Faults.Invalid(
                "a raw tensor without JSON needs at most one dynamic dimension besides the batch, " +
                $"input '{spec.Name}' of model '{model}' has shape {TensorShape.Format(spec.Shape.AsSpan())}");
        shape[open] = 1;
        if (spec.DataType == TensorDataType.Bytes || !TensorShape.TryCount(shape, out var step) || step == 0)
            return null;
        shape[open] = bytes / spec.DataType.ElementBytes() / step; // where that is not exact, CheckRaw says so
        return null;
    }

    private static Memory<byte> Frame(ReadOnlySpan<byte> element, RequestMemory memory)
    {
        var framed = memory.Allocate(sizeof(uint) + element.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(framed.Span, (uint)element.Length);
        element.CopyTo(framed.Span[sizeof(uint)..]);
        return framed;
    }
}
