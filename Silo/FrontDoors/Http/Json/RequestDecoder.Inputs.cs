using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OrleansInference.FrontDoors.Validation;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http.Json;

internal ref partial struct RequestDecoder
{
    /// <summary>More dimensions than any tensor library takes.</summary>
    private const int MaxRank = 64;

    private static readonly byte[][] DataTypeNames =
        [.. Enum.GetValues<TensorDataType>().Select(type => Encoding.ASCII.GetBytes(type.ToProtocolName()))];

    private bool ReadInputs(DecodedRequest request)
    {
        if (!Next())
            return false;
        if (_reader.TokenType != JsonTokenType.StartArray)
            return Fail($"'inputs': expected an array, got {Token()}");
        var inputs = ImmutableArray.CreateBuilder<InferenceTensor>(_signature?.Inputs.Length ?? 1);
        while (Next() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (inputs.Count == _options.MaxTensors)
                return Fail($"'inputs' has more than {_options.MaxTensors} entries (Http:MaxTensors)");
            if (ReadInput(inputs.Count) is not { } input)
                return false;
            inputs.Add(input);
        }
        request.Inputs = inputs.DrainToImmutable();
        return _fault is null;
    }

    private InferenceTensor? ReadInput(int index)
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            Fail($"input {index}: expected an object, got {Token()}");
            return null;
        }
        var input = new InputParts { Index = index };
        bool name = false, shape = false, type = false, parameters = false, data = false;
        while (Next() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var read =
                _reader.ValueTextEquals("name"u8) ? Once(ref name, "name", "input", index) && ReadName(ref input)
                : _reader.ValueTextEquals("shape"u8) ? Once(ref shape, "shape", "input", index) && ReadShape(ref input)
                : _reader.ValueTextEquals("datatype"u8) ? Once(ref type, "datatype", "input", index) && ReadDataType(ref input)
                : _reader.ValueTextEquals("parameters"u8)
                    ? Once(ref parameters, "parameters", "input", index) && ReadInputParameters(ref input)
                : _reader.ValueTextEquals("data"u8) ? Once(ref data, "data", "input", index) && ReadOrDeferData(ref input)
                : Next() && SkipValue();
            if (!read)
                return null;
        }
        return _fault is null ? Complete(ref input) : null;
    }

    private InferenceTensor? Complete(ref InputParts input)
    {
        var missing =
            input.Name is null ? "'name'"
            : input.Shape is null ? "'shape'"
            : input.Type == TensorDataType.Unknown ? "'datatype'"
            : null;
        if (missing is not null)
            Fail($"input '{input.Label}' has no {missing}");
        else if (input.HasData == input.BinarySize is not null)
            Fail(
                $"input '{input.Label}': expected exactly one of 'data' and parameter 'binary_data_size', " +
                $"got {(input.HasData ? "both" : "neither")}");
        else if (input.BinarySize is not null ? TakeBinary(ref input) : !input.IsDeferred || ReadDeferredData(ref input))
            return new InferenceTensor
            {
                Name = input.Name!,
                DataType = input.Type,
                Shape = ImmutableCollectionsMarshal.AsImmutableArray(input.Shape),
                Data = input.Data,
            };
        return null;
    }

    private bool ReadName(ref InputParts input)
    {
        if (!Next())
            return false;
        input.Name = _signature is null ? null : NameIn(_signature.Inputs);
        return input.Name is not null || TryText($"'name' of input {input.Index}", out input.Name);
    }

    /// <summary>The signature's own string for the name that stands here, so that no new one is needed; null where it has none.</summary>
    private readonly string? NameIn(ImmutableArray<TensorSpec> specs)
    {
        if (_reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false })
            foreach (var spec in specs)
                if (_reader.ValueTextEquals(spec.Name))
                    return spec.Name;
        return null;
    }

    private bool ReadDataType(ref InputParts input)
    {
        if (!Next())
            return false;
        if (_reader.TokenType == JsonTokenType.String)
            for (var type = TensorDataType.Bool; type <= TensorDataType.Bytes; type++)
                if (_reader.ValueSpan.SequenceEqual(DataTypeNames[(int)type]))
                {
                    input.Type = type;
                    return true;
                }
        return Fail(
            $"'datatype' of input '{input.Label}': expected BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, " +
            $"FP16, FP32, FP64, BF16 or BYTES, got {Token()}");
    }

    private bool ReadShape(ref InputParts input)
    {
        if (!Next())
            return false;
        if (_reader.TokenType != JsonTokenType.StartArray)
            return Fail($"'shape' of input '{input.Label}': expected an array of integers, got {Token()}");
        Span<long> shape = stackalloc long[MaxRank];
        var rank = 0;
        while (Next() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (rank == MaxRank)
                return Fail($"'shape' of input '{input.Label}' has more than {MaxRank} dimensions");
            if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt64(out shape[rank]))
                return Fail(
                    $"'shape' of input '{input.Label}', dimension {rank}: expected an integer from 0 to {long.MaxValue}, got {Token()}");
            rank++;
        }
        if (_fault is not null)
            return false;
        if (TensorValidator.CountElements(input.Label, shape[..rank], out input.Elements) is { } fault)
            return Fail(fault);
        input.Shape = shape[..rank].ToArray();
        return true;
    }

    private bool ReadInputParameters(ref InputParts input)
    {
        if (!EnterObject($"'parameters' of input '{input.Label}'"))
            return false;
        while (NextParameter(out var name, out var value))
            switch (name)
            {
                case "binary_data_size" when value.Integer is >= 0:
                    input.BinarySize = value.Integer;
                    break;
                case "binary_data_size":
                    return Fail($"parameter 'binary_data_size' of input '{input.Label}': expected an integer of 0 or more, got {value}");
                case "shared_memory_region":
                    return Fail($"input '{input.Label}': shared memory is not supported; send 'data' or binary data");
            }
        return _fault is null;
    }
}
