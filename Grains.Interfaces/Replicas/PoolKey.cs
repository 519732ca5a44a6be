using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>Names a pool: a model version on one silo. As a grain key: <c>model/version@silo</c>.</summary>
[GenerateSerializer, Immutable, Alias("oi.PoolKey")]
public readonly record struct PoolKey([property: Id(0)] ModelVersion Model, [property: Id(1)] SiloAddress Silo)
{
    public override string ToString() => $"{Model}@{Silo.ToParsableString()}";

    public static PoolKey Parse(string text)
    {
        // Model names hold no '@' and no '#' (the repository refuses them); an IPv6 address holds neither.
        // SiloAddress.ToParsableString itself is address:port@generation, so the first '@' is ours.
        var at = text.IndexOf('@');
        if (at <= 0) throw new FormatException($"'{text}' is not of the form model/version@silo.");
        return new PoolKey(ModelVersion.Parse(text[..at]), SiloAddress.FromParsableString(text[(at + 1)..]));
    }
}
