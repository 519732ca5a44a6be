using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using OrleansInference.FrontDoors.Memory;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http.Json;

/// <summary>
/// Decodes an inference request in one pass over its JSON, tensor data straight into tensor memory: no document, no boxed numbers. Methods
/// answer false once there is a fault, and the first fault is the one told.
/// </summary>
internal ref partial struct RequestDecoder
{
    private readonly HttpDoorOptions _options;
    private readonly ModelSignature? _signature;
    private readonly RequestMemory _memory;
    private readonly ReadOnlyMemory<byte> _binary;
    private readonly bool _hasBinary;
    private readonly int _jsonBytes;
    private Utf8JsonReader _reader;
    private int _tokens;
    private int _binaryUsed;
    private string? _dataOf;
    private int _dataDepth;
    private long _element;
    private InferenceFault? _fault;

    private RequestDecoder(RequestBody body, bool hasBinary, ModelSignature? signature, HttpDoorOptions options, RequestMemory memory)
    {
        (_options, _signature, _memory) = (options, signature, memory);
        (_binary, _hasBinary, _jsonBytes) = (body.Binary, hasBinary, body.Json.Length);
        // One deeper than allowed, so that Next() finds the excess and can say so.
        _reader = new Utf8JsonReader(body.Json.Span, new JsonReaderOptions { MaxDepth = options.MaxJsonDepth + 1 });
    }

    /// <param name="body">JSON, and the bytes behind it.</param>
    /// <param name="hasBinary">Whether the request has the header that tells them apart.</param>
    /// <param name="signature">For names that need no new string; may be null.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="memory">Where tensors go that can't be views of the body.</param>
    /// <param name="request">The result, where the answer is null.</param>
    public static InferenceFault? Decode(
        RequestBody body,
        bool hasBinary,
        ModelSignature? signature,
        HttpDoorOptions options,
        RequestMemory memory,
        out DecodedRequest request)
    {
        request = new DecodedRequest();
        var decoder = new RequestDecoder(body, hasBinary, signature, options, memory);
        try
        {
            decoder.ReadRequest(request);
        }
        catch (JsonException e)
        {
            var place = decoder._dataOf is { } input ? $"input '{input}' element {decoder._element}: " : "";
            decoder.Fail($"{place}the request is not valid JSON: {e.Message}");
        }
        return decoder._fault;
    }

    private bool ReadRequest(DecodedRequest request)
    {
        if (!Next())
            return false;
        if (_reader.TokenType != JsonTokenType.StartObject)
            return Fail($"expected the request as a JSON object, got {Token()}");
        bool id = false, parameters = false, inputs = false, outputs = false;
        while (Next() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var read =
                _reader.ValueTextEquals("id"u8) ? Once(ref id, "id") && ReadId(request)
                : _reader.ValueTextEquals("parameters"u8) ? Once(ref parameters, "parameters") && ReadRequestParameters(request)
                : _reader.ValueTextEquals("inputs"u8) ? Once(ref inputs, "inputs") && ReadInputs(request)
                : _reader.ValueTextEquals("outputs"u8) ? Once(ref outputs, "outputs") && ReadOutputs(request)
                : Next() && SkipValue();
            if (!read)
                return false;
        }
        if (_fault is not null)
            return false;
        if (!inputs)
            return Fail("the request has no 'inputs', expected an array of input tensors");
        _reader.Read(); // throws where anything but white space follows
        return _binaryUsed == _binary.Length
            || Fail($"unexpected additional binary data: the inputs' binary_data_size add up to {_binaryUsed} bytes, got {_binary.Length}");
    }

    private bool ReadId(DecodedRequest request)
    {
        if (!Next() || !TryText("'id'", out var id))
            return false;
        request.Id = id;
        return true;
    }

    /// <summary>To the next token; false where there is a fault. Every token passes here, so every bound is kept here.</summary>
    private bool Next()
    {
        if (!_reader.Read())
            return Fail("the request is not valid JSON: it ends early");
        if (++_tokens > _options.MaxJsonTokens)
            return Fail(
                $"the request's JSON has more than {_options.MaxJsonTokens} values and brackets (Http:MaxJsonTokens); " +
                "send large tensors as binary data");
        if (_reader.TokenType == JsonTokenType.PropertyName && _reader.ValueIsEscaped && !TryGetString(out _))
            return Fail("a name in the request's JSON: expected text, got half a surrogate pair");
        return _reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)
            || _reader.CurrentDepth < _options.MaxJsonDepth
            || Fail($"the request's JSON is nested deeper than {_options.MaxJsonDepth} levels (Http:MaxJsonDepth)");
    }

    /// <summary>From a value's first token to its last.</summary>
    private bool SkipValue()
    {
        if (_reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return true;
        var depth = _reader.CurrentDepth;
        while (Next())
            if (_reader.CurrentDepth == depth)
                return true;
        return false;
    }

    private bool TryText(string what, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (_reader.TokenType != JsonTokenType.String)
            return Fail($"{what}: expected a string, got {Token()}");
        return TryGetString(out text) || Fail($"{what}: expected UTF-8 text, got bytes that are not");
    }

    private readonly bool TryGetString([NotNullWhen(true)] out string? text)
    {
        try
        {
            text = _reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException) // the reader's word for bytes that are not UTF-8, or half a surrogate pair
        {
            text = null;
            return false;
        }
    }

    private bool Once(ref bool seen, string name, string? kind = null, int index = 0)
    {
        if (seen)
            return Fail($"'{name}'{(kind is null ? "" : $" of {kind} {index}")} is given twice, expected once");
        seen = true;
        return true;
    }

    private bool Fail(string message) => Fail(Faults.Invalid(message));

    private bool Fail(InferenceFault fault)
    {
        _fault ??= fault;
        return false;
    }

    /// <summary>What stands here, for a message.</summary>
    private readonly string Token() => JsonTokenText.Of(in _reader);
}
