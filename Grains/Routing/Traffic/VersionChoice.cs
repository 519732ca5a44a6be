using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Routing.Traffic;

/// <summary>
/// Chooses the version of requests that leave it to the server, by the model's weights. A version without a ready pool, or on its way out of
/// service, gets nothing: its share goes to the others. Where no version with a weight is served at all, the weights mean nothing, and the
/// latest version that is ready is chosen, as for a model without weights.
/// </summary>
internal sealed class VersionChoice(ModelCatalog catalog, TrafficTable traffic)
{
    private long _turn;

    /// <summary>Null where no version is ready and none with a weight is on its way.</summary>
    public long? For(string model, ImmutableDictionary<string, ParameterValue> parameters, RouteTable table)
    {
        var spec = traffic.SpecOf(model);
        if (spec.Weights.IsEmpty) return table.LatestReadyVersion;
        Span<VersionWeight> candidates = stackalloc VersionWeight[TrafficValidator.MaxWeights];
        return TrafficSplit.Pick(Ready(model, spec, table, candidates), KeyOf(spec, parameters)) ?? Waiting(model, spec, table);
    }

    /// <summary>The request with its version, where the model's traffic is more than the latest version's.</summary>
    public InferenceRequest WithVersion(InferenceRequest request, RouteTable table) =>
        traffic.SpecOf(request.Model) is not { Weights.IsEmpty: true, Shadow: null } && For(request.Model, request.Parameters, table) is { } version
            ? request with { Version = version }
            : request;

    /// <summary>The version that gets most of them: what is described to who asks without a request.</summary>
    public long? Main(string model, RouteTable table)
    {
        var spec = traffic.SpecOf(model);
        if (spec.Weights.IsEmpty) return table.LatestReadyVersion;
        Span<VersionWeight> candidates = stackalloc VersionWeight[TrafficValidator.MaxWeights];
        return TrafficSplit.Main(Ready(model, spec, table, candidates)) ?? Waiting(model, spec, table);
    }

    /// <summary>Whether requests of this model may go to different versions.</summary>
    public bool IsSplit(string model) => !traffic.SpecOf(model).Weights.IsEmpty;

    /// <summary>What each version gets of the requests that name none; in the order of <paramref name="versions"/>.</summary>
    public ImmutableArray<VersionTraffic> Describe(string model, ImmutableArray<ModelStatus> versions, RouteTable table)
    {
        var spec = traffic.SpecOf(model);
        VersionWeight[] ready = [.. Ready(model, spec, table, new VersionWeight[spec.Weights.Length])];
        var sum = ready.Sum(version => version.Weight);
        var only = Main(model, table);
        return
        [
            .. versions.Select(status => new VersionTraffic
            {
                Version = status.Id.Version,
                State = status.State,
                ReadyReplicas = status.ReadyReplicas,
                Weight = spec.Weights.Where(weight => weight.Version == status.Id.Version).Select(weight => (double?)weight.Weight).FirstOrDefault(),
                Share = ready.Length == 0
                    ? status.IsReady && status.Id.Version == only ? 1 : 0
                    : ready.Where(weight => weight.Version == status.Id.Version).Sum(weight => weight.Weight) / sum,
            }),
        ];
    }

    // Requests without a key: a hash of their number is as good as chance, and a run can be repeated.
    private ulong KeyOf(TrafficSpec spec, ImmutableDictionary<string, ParameterValue> parameters) =>
        spec.StickyKey is { } name && KeyHash.TryOf(parameters, name, out var key) ? key : KeyHash.Mix((ulong)Interlocked.Increment(ref _turn));

    private ReadOnlySpan<VersionWeight> Ready(string model, TrafficSpec spec, RouteTable table, Span<VersionWeight> found)
    {
        var count = 0;
        foreach (var weight in spec.Weights)
            if (weight.Weight > 0 && table.Takes(weight.Version) && IsWanted(model, weight.Version)) found[count++] = weight;
        return found[..count];
    }

    /// <summary>No version with a weight is ready: the one to wait for, or else the latest that is ready.</summary>
    private long? Waiting(string model, TrafficSpec spec, RouteTable table)
    {
        for (var i = spec.Weights.Length - 1; i >= 0; i--)
            if (spec.Weights[i].Weight > 0 && IsWanted(model, spec.Weights[i].Version)) return spec.Weights[i].Version;
        return table.LatestReadyVersion;
    }

    private bool IsWanted(string model, long version)
    {
        foreach (var entry in catalog.VersionsOf(model))
            if (entry.Id.Version == version) return entry.IsWanted;
        return false;
    }
}
