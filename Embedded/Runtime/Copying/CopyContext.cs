namespace OrleansInference.Embedded;

/// <summary>One copy of one message.</summary>
/// <param name="destination">The node it goes to; null where it stays in its silo.</param>
internal sealed class CopyContext(Node? destination)
{
    private Dictionary<object, object>? _copies;

    public Node? Destination { get; } = destination;

    /// <summary>What was copied before, so that shared and circular references stay so.</summary>
    public bool TryGet(object original, out object copy)
    {
        copy = null!;
        return _copies is not null && _copies.TryGetValue(original, out copy!);
    }

    public void Add(object original, object copy) => (_copies ??= new(ReferenceEqualityComparer.Instance))[original] = copy;

    /// <summary>Copies a value whose type is known only now.</summary>
    public object? Copy(object? value, Copier copier) => value is null || copier.Shares(Destination) ? value : copier.Copy(value, this);
}
