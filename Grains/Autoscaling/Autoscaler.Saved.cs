using System.Collections.Immutable;
using OrleansInference.Autoscaling.Saved;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

// What outlives every silo.
internal sealed partial class Autoscaler
{
    private readonly FormerSizes _former = new();

    /// <summary>What is to be stored; null for nothing.</summary>
    public SavedScaling? Saved()
    {
        SavedOverride[] overrides = [.. Overrides.All.Select(SavedOverride.Of)];
        SavedSize[] sizes = [.. _versions.Values.Select(version => new SavedSize { Model = version.Id.ToString(), Replicas = version.Wanted }), .. _former.All];
        return overrides.Length + sizes.Length > 0 ? new SavedScaling { Overrides = overrides, Sizes = sizes } : null;
    }

    /// <summary>Takes over what was stored, as far as it is news. Versions that are scaled already go on as they are.</summary>
    /// <exception cref="FormatException">It can't be so; then nothing is taken over.</exception>
    public void Learn(SavedScaling stored, DateTimeOffset now)
    {
        ImmutableArray<ScalingOverride> overrides = [.. stored.Overrides.Select(set => set.ToOverride())];
        var sizes = stored.Sizes.Select(size => size.Parsed()).ToList();
        Overrides.Merge(overrides);
        foreach (var (model, replicas) in sizes)
            if (!_versions.ContainsKey(model)) _former.Learn(model, replicas, now);
    }

    /// <summary>What was stored has a say in what <see cref="Begin"/> has told, which was told before for the sake of the order in which silos ask.</summary>
    public int? BeginAgain(ModelVersion model, int? replicas)
    {
        // Nothing would be placed later.
        if (Overrides.IsPaused || Overrides.Of(model) is { IsPaused: true }) return null;
        if (replicas is not null || !_former.WasNone(model)) return replicas;
        _begun.Remove(model);
        return 0;
    }

    private void TakeUp(ModelVersion model, ScalingSpec spec, DateTimeOffset now)
    {
        // What runs can be less than what was wanted: after a start of the whole cluster it is what is configured.
        _versions.Add(model, new ScaledVersion(model, spec, Math.Max(_silos.Kept(model), _former.Of(model)), now));
        _former.Taken(model);
    }

    private void Drop(ModelVersion model, DateTimeOffset now)
    {
        _versions.Remove(model, out var version);
        _former.Left(model, version!.Wanted, now);
    }
}
