using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using OrleansInference.FrontDoors.Validation;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Http.Json;

internal ref partial struct RequestDecoder
{
    private bool ReadRequestParameters(DecodedRequest request)
    {
        ImmutableDictionary<string, ParameterValue>.Builder? custom = null;
        if (!EnterObject("'parameters'"))
            return false;
        while (NextParameter(out var name, out var value))
        {
            if (name == "binary_data_output")
            {
                if (value.Boolean is not { } binary)
                    return Fail($"parameter 'binary_data_output': expected true or false, got {value}");
                request.BinaryOutputs = binary;
                continue;
            }
            custom ??= ImmutableDictionary.CreateBuilder<string, ParameterValue>();
            custom[name] = value;
            if (custom.Count > _options.MaxParameters)
                return Fail($"'parameters' has more than {_options.MaxParameters} entries (Http:MaxParameters)");
        }
        request.Parameters = custom?.ToImmutable() ?? request.Parameters;
        return _fault is null;
    }

    private bool ReadOutputs(DecodedRequest request)
    {
        if (!Next())
            return false;
        if (_reader.TokenType != JsonTokenType.StartArray)
            return Fail($"'outputs': expected an array, got {Token()}");
        var outputs = ImmutableArray.CreateBuilder<OutputRequest>(1);
        while (Next() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (outputs.Count == _options.MaxTensors)
                return Fail($"'outputs' has more than {_options.MaxTensors} entries (Http:MaxTensors)");
            if (!ReadOutput(outputs.Count, out var output))
                return false;
            outputs.Add(output);
        }
        request.Outputs = outputs.DrainToImmutable();
        return _fault is null;
    }

    private bool ReadOutput(int index, out OutputRequest output)
    {
        output = default;
        if (_reader.TokenType != JsonTokenType.StartObject)
            return Fail($"output {index}: expected an object, got {Token()}");
        string? name = null;
        bool named = false, parameters = false;
        while (Next() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var read =
                _reader.ValueTextEquals("name"u8) ? Once(ref named, "name", "output", index) && ReadOutputName(index, out name)
                : _reader.ValueTextEquals("parameters"u8)
                    ? Once(ref parameters, "parameters", "output", index) && ReadOutputParameters(index, ref output)
                : Next() && SkipValue();
            if (!read)
                return false;
        }
        if (_fault is not null)
            return false;
        if (name is null)
            return Fail($"output {index} has no 'name'");
        output = output with { Name = name };
        return true;
    }

    private bool ReadOutputName(int index, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (!Next())
            return false;
        name = _signature is null ? null : NameIn(_signature.Outputs);
        return name is not null || TryText($"'name' of output {index}", out name);
    }

    private bool ReadOutputParameters(int index, ref OutputRequest output)
    {
        if (!EnterObject($"'parameters' of output {index}"))
            return false;
        while (NextParameter(out var name, out var value))
            if (OutputParameter.Take($"output {index}", name, value, ref output) is { } fault)
                return Fail(fault);
        return _fault is null;
    }

    private bool EnterObject(string what) =>
        Next() && (_reader.TokenType == JsonTokenType.StartObject || Fail($"{what}: expected an object, got {Token()}"));

    /// <summary>False at the end of the object, or where there is a fault.</summary>
    private bool NextParameter([NotNullWhen(true)] out string? name, out ParameterValue value)
    {
        (name, value) = (null, default);
        if (!Next() || _reader.TokenType == JsonTokenType.EndObject)
            return false;
        if (!TryGetString(out name))
            return Fail("a parameter's name: expected UTF-8 text, got bytes that are not");
        if (!Next())
            return false;
        switch (_reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                value = ParameterValue.Of(_reader.GetBoolean());
                return true;
            case JsonTokenType.Number when _reader.TryGetInt64(out var integer):
                value = ParameterValue.Of(integer);
                return true;
            case JsonTokenType.Number when _reader.TryGetDouble(out var number) && double.IsFinite(number):
                value = ParameterValue.Of(number);
                return true;
            case JsonTokenType.String when TryText($"parameter '{name}'", out var text):
                value = ParameterValue.Of(text);
                return true;
            case JsonTokenType.String:
                return false;
            default:
                return Fail($"parameter '{name}': expected a string, a number or a boolean, got {Token()}");
        }
    }
}
