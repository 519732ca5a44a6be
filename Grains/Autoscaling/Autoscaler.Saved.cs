using System.Collections.Immutable;
using OrleansInference.Autoscaling.Saved;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

// What outlives every silo.
internal sealed partial class Autoscaler
{
    private readonly FormerSizes _former = new();

    /// <summary>What is to be stored.</summary>
    public SavedScaling Saved() => new()
    {
        Overrides = [.. Overrides.All.Select(SavedOverride.Of)],
        Sizes = [.. _versions.Values.Select(version => new SavedSize { Model = version.Id.ToString(), Replicas = version.Wanted }), .. _former.All],
    };

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
