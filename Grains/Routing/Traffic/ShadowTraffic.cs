using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Routing.Traffic;

/// <summary>
/// Sends copies of a share of the requests to a shadow version, compares its answers with those that the callers get, and drops them. The
/// caller's request goes first and is never waited for by it: the copy is made while that is on its way, and compared after it was
/// answered. A copy has memory of its own for its inputs, since the caller may use his for other things once he has his answer, and
/// holds the answer's until it has been compared.
/// </summary>
/// <param name="traffic">Says which requests are copied.</param>
/// <param name="catalog">Says how important a copy is.</param>
/// <param name="send">To a pool of the version that a request names.</param>
/// <param name="readyReplicas">Of a version, of all pools.</param>
/// <param name="time">The clock.</param>
internal sealed class ShadowTraffic(
    TrafficTable traffic, ModelCatalog catalog, Func<InferenceRequest, CancellationToken, ValueTask<InferenceOutcome>> send,
    Func<ModelVersion, int> readyReplicas, TimeProvider time)
{
    /// <summary>What the inputs of all copies in flight may take.</summary>
    public const long MaxBytes = 64L << 20;

    /// <summary>Copies of a version in flight for each of its replicas: one that runs, one that waits.</summary>
    public const int PerReplica = 2;

    /// <summary>The longest that a copy may take, whatever the request's own deadline.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<ModelVersion, ShadowVersion> _versions = new();
    private long _bytes;
    private long _turn;

    /// <summary>Copies that hold memory now. Zero at rest.</summary>
    public int InFlight => _versions.Values.Sum(version => version.InFlight);

    /// <summary>Of every shadow version so far; ordered by name, then version.</summary>
    public ImmutableArray<ShadowStatistics> Statistics =>
    [
        .. _versions.Values.OrderBy(version => version.Id.Model, StringComparer.Ordinal).ThenBy(version => version.Id.Version)
            .Select(version => version.Statistics()),
    ];

    /// <summary>Null where no copy was sent to it.</summary>
    public ShadowStatistics? StatisticsOf(ModelVersion shadow) => _versions.GetValueOrDefault(shadow)?.Statistics();

    /// <summary>Runs a request to its outcome, and a copy beside it where it is one of those that are copied.</summary>
    public ValueTask<InferenceOutcome> Run(InferenceRequest request, CancellationToken cancellationToken) =>
        traffic.SpecOf(request.Model).Shadow is { } shadow && request.Version is { } version && version != shadow.Version && IsDrawn(shadow.Share)
            ? RunBoth(request, shadow, cancellationToken)
            : send(request, cancellationToken);

    // A hash of the request's number is as good as chance, and a run can be repeated.
    private bool IsDrawn(double share) => KeyHash.ToUnit(KeyHash.Mix(~(ulong)Interlocked.Increment(ref _turn))) < share;

    private async ValueTask<InferenceOutcome> RunBoth(InferenceRequest request, ShadowSpec shadow, CancellationToken cancellationToken)
    {
        var answering = send(request, cancellationToken);
        var expected = Begin(request, shadow);
        InferenceOutcome? outcome = null;
        try
        {
            return outcome = await answering;
        }
        finally
        {
            expected?.SetResult(outcome?.Response is { } response ? Hold(response, request.Inputs) : null);
        }
    }

    /// <summary>Sends the copy. The result waits for the caller's answer, null for none; it is null itself where there is no room.</summary>
    private TaskCompletionSource<InferenceResponse?>? Begin(InferenceRequest request, ShadowSpec shadow)
    {
        var version = _versions.GetOrAdd(new ModelVersion(request.Model, shadow.Version), static id => new ShadowVersion(id));
        if (!version.TryBegin(PerReplica * readyReplicas(version.Id)))
        {
            version.Drop();
            return null;
        }
        long bytes = 0;
        foreach (var input in request.Inputs) bytes += input.Data.Length;
        if (Interlocked.Add(ref _bytes, bytes) > MaxBytes)
        {
            End(version, bytes);
            version.Drop();
            return null;
        }
        var expected = new TaskCompletionSource<InferenceResponse?>();
        _ = Follow(version, CopyOf(request, version.Id), bytes, shadow.Tolerance, expected.Task);
        return expected;
    }

    private InferenceRequest CopyOf(InferenceRequest request, ModelVersion shadow)
    {
        var inputs = ImmutableArray.CreateBuilder<InferenceTensor>(request.Inputs.Length);
        foreach (var input in request.Inputs) inputs.Add(input with { Data = input.Data.ToArray() });
        return request with
        {
            Version = shadow.Version,
            Inputs = inputs.MoveToImmutable(),
            TimeLeft = request.TimeLeft < Timeout ? request.TimeLeft : Timeout,
            Priority = LeastImportant(shadow),
        };
    }

    /// <summary>The version's last level; 0, the default, where it has none.</summary>
    private uint LeastImportant(ModelVersion shadow)
    {
        foreach (var entry in catalog.VersionsOf(shadow.Model))
            if (entry.Id == shadow) return (uint)(entry.Spec?.Batching.PriorityLevels ?? 0);
        return 0;
    }

    private async Task Follow(ShadowVersion version, InferenceRequest copy, long bytes, double tolerance, Task<InferenceResponse?> answer)
    {
        var started = time.GetTimestamp();
        var outcome = await Send(copy);
        var duration = time.GetElapsedTime(started);
        var expected = await answer;
        await Task.Yield(); // the caller's own way goes on from here, and has not to wait for what follows
        if (expected is null || outcome.Fault is { Kind: FaultKind.QueueFull }) version.Drop();
        else if (outcome.Fault is { } fault) version.Fail($"{fault.Kind}: {fault.Message}");
        else version.Compare(OutputComparison.Of(expected.Outputs, outcome.Response!.Outputs, tolerance), duration);
        if (expected is not null) TensorMemory.Release(expected);
        if (outcome.Response is { } response) TensorMemory.Release(response);
        End(version, bytes);
    }

    private async ValueTask<InferenceOutcome> Send(InferenceRequest copy)
    {
        try
        {
            return await send(copy, CancellationToken.None);
        }
        catch (Exception exception)
        {
            return InferenceOutcome.Of(FaultKind.Unavailable, exception.Message); // nobody waits for it, so it ends in the counts
        }
    }

    private void End(ShadowVersion version, long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        version.End();
    }

    /// <summary>The response with a further holder of its memory. Outputs that lie in the inputs' memory, as an identity's may, are copied.</summary>
    private static InferenceResponse Hold(InferenceResponse response, ImmutableArray<InferenceTensor> inputs)
    {
        var held = ImmutableArray.CreateBuilder<InferenceTensor>(response.Outputs.Length);
        foreach (var output in response.Outputs)
        {
            var isInput = false;
            foreach (var input in inputs) isInput |= output.Data.Span.Overlaps(input.Data.Span);
            if (!isInput) TensorMemory.Share(output.Data, 2);
            held.Add(isInput ? output with { Data = output.Data.ToArray() } : output);
        }
        return response with { Outputs = held.MoveToImmutable() };
    }
}
