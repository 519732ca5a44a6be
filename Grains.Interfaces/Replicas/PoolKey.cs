using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>
/// Names a pool: one loading of a model version on one silo. A reload is another pool, of a later revision, beside the old one. As a grain
/// key: <c>model/version:revision@silo</c>.
/// </summary>
/// <param name="Model">What it serves.</param>
/// <param name="Revision">Counts the loads of the silo, from 1; never used twice in a silo's life.</param>
/// <param name="Silo">Where it is.</param>
[GenerateSerializer, Immutable, Alias("oi.PoolKey")]
public readonly record struct PoolKey(
    [property: Id(0)] ModelVersion Model, [property: Id(2)] long Revision, [property: Id(1)] SiloAddress Silo)
{
    public override string ToString() => $"{Model}:{Revision}@{Silo.ToParsableString()}";

    public static PoolKey Parse(string text)
    {
        // Model names hold none of '@', ':' and '#' (the repository refuses them). An address has ':' and '@' of its own, so ours are the
        // first ones.
        var at = text.IndexOf('@');
        var colon = text.IndexOf(':');
        if (colon <= 0 || at < colon || !long.TryParse(text.AsSpan(colon + 1, at - colon - 1), out var revision))
            throw new FormatException($"'{text}' is not of the form model/version:revision@silo.");
        return new PoolKey(ModelVersion.Parse(text[..colon]), revision, SiloAddress.FromParsableString(text[(at + 1)..]));
    }
}
