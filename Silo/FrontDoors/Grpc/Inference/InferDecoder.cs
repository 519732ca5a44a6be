using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansInference.FrontDoors.Validation;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>
/// From a request as it travelled to one that is consistent in itself. Tensors' bytes stay where they are. Texts that Triton has too
/// are Triton's.
/// </summary>
internal static class InferDecoder
{
    /// <summary>The first thing that is wrong, or null.</summary>
    /// <param name="request">Its tensors' bytes lie in <paramref name="memory"/>.</param>
    /// <param name="memory">For elements that travel wider than they are.</param>
    /// <param name="maxTensors">Most inputs, and most requested outputs.</param>
    /// <param name="decoded">The result, where the answer is null.</param>
    public static InferenceFault? Decode(InferRequestMessage request, InputMemory memory, int maxTensors, out DecodedRequest decoded)
    {
        decoded = new DecodedRequest { Id = request.Id, Parameters = request.Parameters };
        if (request.Tensors.Length > maxTensors || request.Outputs.Length > maxTensors)
            return Faults.Invalid(
                $"a request may have at most {maxTensors} inputs and outputs each (Grpc:MaxTensors), got {request.Tensors.Length} and {request.Outputs.Length}");
        foreach (var (name, value) in request.Parameters)
            if (value == default)
                return Faults.Invalid($"parameter '{name}' has no value");
        var inputs = new InferenceTensor[request.Tensors.Length];
        var raw = 0;
        for (var i = 0; i < inputs.Length; i++)
            if (DecodeInput(request, request.Tensors[i], memory, ref raw, out inputs[i]) is { } fault)
                return fault;
        if (raw != request.RawContents.Length)
            return Faults.Invalid($"raw_input_contents: expected {raw} entries, one for each input, got {request.RawContents.Length}");
        decoded.Inputs = ImmutableCollectionsMarshal.AsImmutableArray(inputs);
        return DecodeOutputs(request, decoded);
    }

    private static InferenceFault? DecodeInput(
        InferRequestMessage request, TensorMessage input, InputMemory memory, ref int raw, out InferenceTensor tensor)
    {
        tensor = null!;
        if (!TensorDataTypeExtensions.TryParseProtocolName(input.DataType, out var type))
            return Faults.Invalid(
                $"datatype of input '{input.Name}': expected BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, " +
                $"FP16, FP32, FP64, BF16 or BYTES, got '{input.DataType}'");
        if (input.Parameters.ContainsKey("shared_memory_region"))
            return Faults.Invalid($"input '{input.Name}': shared memory is not supported; send raw_input_contents");
        var shape = input.Shape.AsSpan();
        if (TensorValidator.CountElements(input.Name, shape, out var elements) is { } badShape)
            return badShape;
        InferenceFault? fault = null;
        ReadOnlyMemory<byte> data;
        if (!input.Contents.IsDefault)
        {
            if (!request.RawContents.IsEmpty)
                return Faults.Invalid(
                    $"contents field must not be specified when using raw_input_contents for '{input.Name}' for model '{request.ModelName}'");
            fault = TypedContents.Decode(request.ModelName, input, type, elements, memory, out data);
        }
        else
        {
            if (raw >= request.RawContents.Length)
                return Faults.Invalid($"unable to find data for input tensor '{input.Name}' for model '{request.ModelName}' in request.");
            data = request.RawContents[raw++];
        }
        fault ??= TensorValidator.CheckRaw(input.Name, type, shape, elements, data.Span);
        tensor = new InferenceTensor { Name = input.Name, DataType = type, Shape = input.Shape, Data = data };
        return fault;
    }

    private static InferenceFault? DecodeOutputs(InferRequestMessage request, DecodedRequest decoded)
    {
        if (request.Outputs.IsEmpty)
            return null;
        var outputs = ImmutableArray.CreateBuilder<OutputRequest>(request.Outputs.Length);
        foreach (var message in request.Outputs)
        {
            var output = new OutputRequest(message.Name, 0, null);
            foreach (var (name, value) in message.Parameters)
                if (OutputParameter.Take($"output '{message.Name}'", name, value, ref output) is { } fault)
                    return fault;
            outputs.Add(output);
        }
        decoded.Outputs = outputs.MoveToImmutable();
        return null;
    }
}
