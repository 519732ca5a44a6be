namespace OrleansInference.Routing.Traffic.Saved;

/// <summary>A <see cref="TrafficSpec"/> as it is stored.</summary>
internal sealed class SavedTrafficSpec
{
    public SavedWeight[] Weights { get; set; } = [];

    public string? StickyKey { get; set; }

    public string? AffinityKey { get; set; }

    public string? Policy { get; set; }

    public SavedShadow? Shadow { get; set; }

    public static SavedTrafficSpec Of(TrafficSpec spec) => new()
    {
        Weights = [.. spec.Weights.Select(weight => new SavedWeight { Version = weight.Version, Weight = weight.Weight })],
        StickyKey = spec.StickyKey,
        AffinityKey = spec.AffinityKey,
        Policy = spec.Policy,
        Shadow = spec.Shadow is { } shadow ? new SavedShadow { Version = shadow.Version, Share = shadow.Share, Tolerance = shadow.Tolerance } : null,
    };

    /// <exception cref="FormatException">It can't be so.</exception>
    public TrafficSpec ToSpec()
    {
        var spec = new TrafficSpec
        {
            Weights = [.. Weights.Select(weight => new VersionWeight(weight.Version, weight.Weight)).OrderBy(weight => weight.Version)],
            StickyKey = StickyKey,
            AffinityKey = AffinityKey,
            Policy = Policy,
            Shadow = Shadow is null ? null : new ShadowSpec { Version = Shadow.Version, Share = Shadow.Share, Tolerance = Shadow.Tolerance },
        };
        // Versions come and go; those that are missing get nothing, as ever.
        var problems = TrafficValidator.Problems(spec, versions: null);
        return problems.IsEmpty ? spec : throw new FormatException(string.Join("; ", problems));
    }
}
