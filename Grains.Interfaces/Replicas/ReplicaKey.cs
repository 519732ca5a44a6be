namespace OrleansInference.Replicas;

/// <summary>Names one replica: its pool and its slot in it, from 0. As a grain key: <c>model/version:revision@silo#slot</c>.</summary>
public readonly record struct ReplicaKey(PoolKey Pool, int Slot)
{
    public override string ToString() => $"{Pool}#{Slot}";

    public static ReplicaKey Parse(string text)
    {
        var hash = text.LastIndexOf('#');
        if (hash <= 0 || !int.TryParse(text.AsSpan(hash + 1), out var slot))
            throw new FormatException($"'{text}' is not of the form model/version:revision@silo#slot.");
        return new ReplicaKey(PoolKey.Parse(text[..hash]), slot);
    }
}
