using OrleansInference.FrontDoors.Validation;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http.Json;

// Where an input's data is: in the JSON, or among the bytes behind it.
internal ref partial struct RequestDecoder
{
    /// <summary>The next bytes of the binary part: in place, unless their elements would lie across boundaries there.</summary>
    private bool TakeBinary(ref InputParts input)
    {
        var left = _binary.Length - _binaryUsed;
        if (!_hasBinary)
            return Fail($"input '{input.Label}' has 'binary_data_size', but the request has no header {InferHeaders.JsonLengthName}");
        if (input.BinarySize > left)
            return Fail($"input '{input.Label}': expected {input.BinarySize} bytes of binary data, got {left}");
        var data = _binary.Slice(_binaryUsed, (int)input.BinarySize!);
        if (TensorValidator.CheckRaw(input.Name!, input.Type, input.Shape, input.Elements, data.Span) is { } fault)
            return Fail(fault);
        if (_binaryUsed % Math.Max(1, input.Type.ElementBytes()) != 0)
        {
            var aligned = _memory.Allocate(data.Length);
            data.CopyTo(aligned);
            data = aligned;
        }
        _binaryUsed += (int)input.BinarySize;
        input.Data = data;
        return true;
    }

    /// <summary>Data that comes before its shape or datatype is remembered, and read at the input's end.</summary>
    private bool ReadOrDeferData(ref InputParts input)
    {
        input.HasData = true;
        if (!Next())
            return false;
        if (input.Shape is not null && input.Type != TensorDataType.Unknown)
            return ReadData(ref input);
        input.IsDeferred = true;
        input.DataStart = _reader;
        return SkipValue();
    }

    private bool ReadDeferredData(ref InputParts input)
    {
        var end = _reader;
        _reader = input.DataStart;
        var read = ReadData(ref input);
        _reader = end;
        return read;
    }
}
