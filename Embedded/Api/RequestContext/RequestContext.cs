using OrleansInference.Embedded;

namespace Orleans.Runtime;

/// <summary>Values that travel with calls: a callee sees what its caller set, not the other way round.</summary>
public static class RequestContext
{
    internal const string CallChainKey = "#CCR";

    private static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    /// <summary>The call chain that may re-enter; <see cref="Guid.Empty"/> for none.</summary>
    public static Guid ReentrancyId
    {
        get => Get(CallChainKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty) Remove(CallChainKey);
            else Set(CallChainKey, value);
        }
    }

    public static IEnumerable<string> Keys => Values.Value?.Keys ?? Enumerable.Empty<string>();

    public static IEnumerable<KeyValuePair<string, object>> Entries => Values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    internal static Dictionary<string, object>? Current
    {
        get => Values.Value;
        set => Values.Value = value;
    }

    /// <summary>Until it is disposed, calls that the calls made here make back into this grain may interleave with the request.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        return new ReentrancySection(original, original == Guid.Empty ? NewId() : original);
    }

    /// <summary>Until it is disposed, calls made here don't belong to the call chain.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    public static object? Get(string key) => Values.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Sets a value. The dictionary is copied, because other flows may hold it.</summary>
    public static void Set(string key, object value) =>
        Values.Value = new Dictionary<string, object>(Values.Value ?? []) { [key] = value };

    public static bool Remove(string key)
    {
        if (Values.Value is not { } values || !values.ContainsKey(key)) return false;
        var rest = new Dictionary<string, object>(values);
        rest.Remove(key);
        Values.Value = rest.Count == 0 ? null : rest;
        return true;
    }

    public static void Clear() => Values.Value = null;

    private static Guid NewId() => (RuntimeContext.Current as Activation)?.NewId() ?? Guid.NewGuid();

    /// <summary>The reach of one change of <see cref="ReentrancyId"/>.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _original;
        private readonly Guid _current;

        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _original = originalReentrancyId;
            _current = newReentrancyId;
            if (newReentrancyId != originalReentrancyId) ReentrancyId = newReentrancyId;
            if (newReentrancyId != Guid.Empty) (RuntimeContext.Current as Activation)?.EnterReentrantSection(newReentrancyId);
        }

        public void Dispose()
        {
            if (_current != Guid.Empty) (RuntimeContext.Current as Activation)?.ExitReentrantSection(_current);
            if (_current != _original) ReentrancyId = _original;
        }
    }
}
