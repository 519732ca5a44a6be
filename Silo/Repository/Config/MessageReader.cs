using System.Collections.Immutable;
using OrleansInference.Repository.TextFormat;

namespace OrleansInference.Repository.Config;

/// <summary>
/// Reads the fields of one message by name and type. What is wrong goes into the report with its place, its key, its value and
/// what is allowed, and the reading goes on. <see cref="Close"/> then names every field that nobody asked for.
/// </summary>
internal sealed class MessageReader(string path, TextMessage message, ConfigReport report)
{
    private readonly HashSet<string> _known = [];

    public ConfigReport Report => report;

    public TextPosition At => message.At;

    /// <summary>The message's own; empty for the outermost.</summary>
    public string Path => path;

    public string Key(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public bool Has(string name) => Fields(name).Any();

    /// <summary>Where the field stands, or its message where it's missing.</summary>
    public TextPosition PlaceOf(string name, int index = 0) => Fields(name).ElementAtOrDefault(index)?.Value.At ?? message.At;

    public void Refuse(string name, string allowed) => Refuse(Key(name), Fields(name).First().Value, allowed);

    /// <summary>Says of a field, where it stands, what is wrong with it.</summary>
    public void Problem(string name, string problem) => report.Problem(PlaceOf(name), $"{Key(name)} {problem}");

    /// <summary>Says what is wrong with this message.</summary>
    public void Problem(string problem) => report.Problem(message.At, $"{path} {problem}");

    public void Missing(string name, string why) => report.Problem(message.At, $"{Key(name)} is missing; {why}");

    public string? Text(string name) =>
        Scalar(name, scalar => scalar.Kind == TokenKind.String ? scalar.Text : null, "a text in quotes");

    public long Integer(string name, long min, long max, long fallback) =>
        Scalar(name, scalar => Integer(scalar, min, max), Range(min, max)) ?? fallback;

    public bool Flag(string name) => Scalar(name, Flag, "true or false") ?? false;

    /// <summary>An enumeration's value by name or number.</summary>
    public T Choice<T>(string name, Choices<T> choices, T fallback) where T : struct =>
        Scalar(name, choices.Find, choices.Allowed) ?? fallback;

    /// <summary>The elements that are allowed; the others are refused one by one.</summary>
    public ImmutableArray<long> Integers(string name, Func<long, bool> isAllowed, string allowed)
    {
        var values = ImmutableArray.CreateBuilder<long>();
        foreach (var (index, field) in Fields(name).Index())
        {
            var value = field.Value is TextScalar scalar ? Integer(scalar, long.MinValue, long.MaxValue) : null;
            if (value is { } integer && isAllowed(integer)) values.Add(integer);
            else Refuse($"{Key(name)}[{index}]", field.Value, allowed);
        }
        return values.ToImmutable();
    }

    public MessageReader? Message(string name) =>
        Single(name) is not { } field ? null : Nested(Key(name), field);

    public IEnumerable<MessageReader> Messages(string name) =>
        Fields(name).Select((field, index) => Nested($"{Key(name)}[{index}]", field)).OfType<MessageReader>();

    /// <summary>The entries of a map field whose keys are texts.</summary>
    public IEnumerable<(string Key, MessageReader Value)> Map(string name) => Map(name, entry => entry.Text("key") ?? "");

    /// <summary>The entries of a map field, each a message of key and value; the later of two with one key counts.</summary>
    public IEnumerable<(TKey Key, MessageReader Value)> Map<TKey>(string name, Func<MessageReader, TKey> readKey) where TKey : notnull
    {
        var entries = new OrderedDictionary<TKey, MessageReader>();
        foreach (var entry in Messages(name))
        {
            var key = readKey(entry);
            var value = entry.Message("value") ?? new MessageReader(entry.Key("value"), new TextMessage(entry.At, []), report);
            entries[key] = value;
            entry.Close();
        }
        return entries.Select(entry => (entry.Key, entry.Value));
    }

    /// <summary>Fields that Triton knows and that do nothing here.</summary>
    public void NotUsed(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Fields(name).FirstOrDefault() is { } field) report.Warn(field.At, $"{Key(name)} is not used yet");
    }

    /// <summary>Fields that Triton knows and that would change what the model computes; only what is their default is accepted.</summary>
    public void NotSupported(string name, string why)
    {
        if (Fields(name).FirstOrDefault() is { } field && !(field.Value is TextScalar scalar && Flag(scalar) == false))
            report.Problem(field.At, $"{Key(name)} is not supported: {why}");
    }

    public void Close()
    {
        foreach (var field in message.Fields.Where(field => !_known.Contains(field.Name)).DistinctBy(field => field.Name))
            report.Warn(field.At, $"{Key(field.Name)} is unknown and ignored");
    }

    private static string Range(long min, long max) => max switch
    {
        long.MaxValue => $"an integer of at least {min}",
        _ => $"an integer from {min} to {max}",
    };

    private static long? Integer(TextScalar scalar, long min, long max) =>
        scalar.TryGetInteger(out var value) && value >= min && value <= max ? (long)value : null;

    private static bool? Flag(TextScalar scalar) => scalar switch
    {
        { Kind: TokenKind.Identifier, Text: "true" or "True" or "t" } => true,
        { Kind: TokenKind.Identifier, Text: "false" or "False" or "f" } => false,
        _ => Integer(scalar, 0, 1) is { } number ? number == 1 : null,
    };

    private IEnumerable<TextField> Fields(string name)
    {
        _known.Add(name);
        return message.Fields.Where(field => field.Name == name);
    }

    private TextField? Single(string name)
    {
        TextField? first = null;
        foreach (var field in Fields(name))
            if (first is null) first = field;
            else report.Problem(field.At, $"{Key(name)} is given again; it may stand once, and does at {first.At}");
        return first;
    }

    private T? Scalar<T>(string name, Func<TextScalar, T?> read, string allowed) where T : struct
    {
        if (Single(name) is not { } field) return null;
        var value = field.Value is TextScalar scalar ? read(scalar) : null;
        if (value is null) Refuse(Key(name), field.Value, allowed);
        return value;
    }

    private string? Scalar(string name, Func<TextScalar, string?> read, string allowed)
    {
        if (Single(name) is not { } field) return null;
        var value = field.Value is TextScalar scalar ? read(scalar) : null;
        if (value is null) Refuse(Key(name), field.Value, allowed);
        return value;
    }

    private MessageReader? Nested(string key, TextField field)
    {
        if (field.Value is TextMessage nested) return new MessageReader(key, nested, report);
        Refuse(key, field.Value, "a message in braces");
        return null;
    }

    private void Refuse(string key, TextValue value, string allowed) => report.Problem(value.At, $"{key} is {value}; allowed: {allowed}");
}
