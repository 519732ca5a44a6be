using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing.Traffic;

public sealed class ShadowTrafficTests
{
    private static readonly ModelVersion Shadow = new("tiny", 2);

    private readonly ManualTime _time = new();
    private readonly TrafficTable _traffic;
    private readonly List<InferenceRequest> _copies = [];
    private readonly ShadowTraffic _shadows;
    private Func<InferenceRequest, ValueTask<InferenceOutcome>> _primary = _ => Answer(1);
    private Func<InferenceRequest, ValueTask<InferenceOutcome>> _shadow = _ => Answer(1);
    private int _readyReplicas = 1;

    public ShadowTrafficTests()
    {
        var shadow = FakeCatalog.Entry(2);
        var catalog = FakeCatalog.Of(FakeCatalog.Entry(1), shadow with { Spec = shadow.Spec! with { Batching = shadow.Spec.Batching with { PriorityLevels = 3, DefaultPriority = 2 } } });
        _traffic = new TrafficTable(catalog);
        _shadows = new ShadowTraffic(_traffic, catalog, Send, _ => _readyReplicas, _time);
        Set(share: 1);
    }

    [Fact]
    public Task Answers_that_agree_and_that_differ_are_counted_with_how_long_they_took() => SingleThread.Run(async () =>
    {
        _shadow = async request =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(3));
            return await Answer(1);
        };
        await Run();
        await Settled(statistics => statistics.Agreeing == 1);
        _shadow = _ => Answer(1.5f);
        await Run();
        await Settled(statistics => statistics.Differing == 1);

        var counts = _shadows.StatisticsOf(Shadow)!;
        Assert.Equal((1, 1, 0, 0), (counts.Agreeing, counts.Differing, counts.Failed, counts.Dropped));
        Assert.Equal((0.5, 0.5), (counts.MaxAbsoluteDifference, counts.MaxRelativeDifference));
        Assert.Equal("output 'y' differs by up to 0.5, relatively 0.5", counts.LastProblem);
        Assert.Equal((2, 3_000_000), (counts.Durations.Count, counts.Durations.Sum));
    });

    [Fact]
    public Task The_caller_waits_for_its_own_answer_alone() => SingleThread.Run(async () =>
    {
        var stuck = new TaskCompletionSource<InferenceOutcome>();
        _shadow = _ => new(stuck.Task);
        Assert.Equal(1f, Sample.Floats((await Run()).Response!.Outputs[0])[0]);
        Assert.Equal(1, _shadows.InFlight);

        stuck.SetResult(await Answer(1));
        await Settled(statistics => statistics.Agreeing == 1);
    });

    [Fact]
    public Task A_copy_survives_that_the_caller_uses_his_memory_for_other_things() => SingleThread.Run(async () =>
    {
        var stuck = new TaskCompletionSource<InferenceOutcome>();
        _shadow = _ => new(stuck.Task);
        var memory = BitConverter.GetBytes(7f);
        // An identity's output is its input: that too is another's once the caller has his answer.
        _primary = request => new(InferenceOutcome.Of(new InferenceResponse { Model = Sample.Model, Outputs = [request.Inputs[0] with { Name = "y" }] }));
        await Run(Sample.Request([[7]]) with { Inputs = [Sample.Tensor("x", [1, 1], 7) with { Data = memory }] });
        Array.Clear(memory);

        Assert.Equal([7f], Sample.Floats(Assert.Single(_copies).Inputs[0]));
        stuck.SetResult(InferenceOutcome.Of(new InferenceResponse { Model = Shadow, Outputs = [Sample.Tensor("y", [1, 1], 7)] }));
        await Settled(statistics => statistics.Agreeing == 1);
    });

    [Fact]
    public Task Output_memory_is_held_until_it_is_compared_and_then_given_back() => SingleThread.Run(async () =>
    {
        var stuck = new TaskCompletionSource<InferenceOutcome>();
        var (expected, actual) = (new CountedMemory(BitConverter.GetBytes(1f)), new CountedMemory(BitConverter.GetBytes(1f)));
        (_primary, _shadow) = (_ => new(Of(expected)), _ => new(stuck.Task));
        TensorMemory.Release((await Run()).Response!); // as the door does
        Assert.Equal(0, expected.Releases);

        stuck.SetResult(Of(actual));
        await Settled(statistics => statistics.Agreeing == 1);
        Assert.Equal((1, 1), (expected.Releases, actual.Releases));
    });

    [Fact]
    public Task A_shadow_that_fails_fails_nobody_else() => SingleThread.Run(async () =>
    {
        _shadow = _ => throw new InvalidOperationException("a bug");
        Assert.NotNull((await Run()).Response);
        await Settled(statistics => statistics.Failed == 1);
        _shadow = _ => new(InferenceOutcome.Of(FaultKind.ModelError, "no"));
        Assert.NotNull((await Run()).Response);
        await Settled(statistics => statistics.Failed == 2);
        Assert.Equal("ModelError: no", _shadows.StatisticsOf(Shadow)!.LastProblem);
    });

    [Fact]
    public Task Without_an_answer_to_compare_with_the_copy_is_dropped() => SingleThread.Run(async () =>
    {
        _primary = _ => new(InferenceOutcome.Of(FaultKind.Cancelled, "gone"));
        await Run();
        await Settled(statistics => statistics.Dropped == 1);
        _primary = _ => ValueTask.FromException<InferenceOutcome>(new InvalidOperationException("a bug"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run());
        await Settled(statistics => statistics.Dropped == 2);
    });

    [Fact]
    public Task Where_there_is_no_room_copies_are_dropped() => SingleThread.Run(async () =>
    {
        var stuck = new TaskCompletionSource<InferenceOutcome>();
        _shadow = _ => new(stuck.Task);
        for (var i = 0; i < 5; i++) await Run();
        Assert.Equal((2, 2, 3), (_shadows.InFlight, _copies.Count, _shadows.StatisticsOf(Shadow)!.Dropped)); // two for its one replica

        stuck.SetResult(InferenceOutcome.Of(FaultKind.QueueFull, "full"));
        await Settled(statistics => statistics.Dropped == 5);
        _readyReplicas = 0;
        await Run();
        Assert.Equal(2, _copies.Count);
    });

    [Fact]
    public Task Copies_in_flight_take_no_more_memory_than_they_may() => SingleThread.Run(async () =>
    {
        _readyReplicas = 1000;
        var stuck = new TaskCompletionSource<InferenceOutcome>();
        _shadow = _ => new(stuck.Task);
        var large = Sample.Request([[1]]) with { Inputs = [Sample.Tensor("x", [1, 1]) with { Data = new byte[ShadowTraffic.MaxBytes / 2] }] };
        for (var i = 0; i < 3; i++) await Run(large);

        Assert.Equal((2, 1), (_shadows.InFlight, _shadows.StatisticsOf(Shadow)!.Dropped));
        stuck.SetResult(await Answer(1));
        await Settled(statistics => statistics.Agreeing == 2);
    });

    [Fact]
    public Task A_copy_is_the_least_important_and_bounded_in_time() => SingleThread.Run(async () =>
    {
        await Run(Sample.Request([[1]]) with { Priority = 1, TimeLeft = TimeSpan.FromSeconds(1) });
        await Run(Sample.Request([[1]]) with { TimeLeft = null });
        await Settled(statistics => statistics.Agreeing == 2);

        Assert.All(_copies, copy => Assert.Equal((2, 3u), (copy.Version, copy.Priority)));
        Assert.Equal([TimeSpan.FromSeconds(1), ShadowTraffic.Timeout], _copies.Select(copy => copy.TimeLeft!.Value));
    });

    [Fact]
    public Task The_share_is_kept_and_the_shadow_s_own_requests_are_not_copied() => SingleThread.Run(async () =>
    {
        Set(share: 0.1, stamp: 2);
        _readyReplicas = 1_000_000;
        for (var i = 0; i < 10_000; i++) await Run();
        Assert.InRange(_copies.Count, 850, 1150); // 1,000, and five standard deviations of 30

        _copies.Clear();
        Set(share: 1, stamp: 3);
        await Run(Sample.Request([[1]]) with { Version = 2 });
        Assert.Equal(0u, Assert.Single(_copies).Priority); // the request itself
    });

    private static ValueTask<InferenceOutcome> Answer(float value) =>
        new(InferenceOutcome.Of(new InferenceResponse { Model = Sample.Model, Outputs = [Sample.Tensor("y", [1, 1], value)] }));

    private static InferenceOutcome Of(CountedMemory memory) => InferenceOutcome.Of(new InferenceResponse
    {
        Model = Sample.Model, Outputs = [Sample.Tensor("y", [1, 1]) with { Data = memory.Memory }],
    });

    private void Set(double share, long stamp = 1) => _traffic.Hear("tiny", new ModelTraffic
    {
        Spec = new TrafficSpec { Shadow = new ShadowSpec { Version = 2, Share = share } }, Before = TrafficSpec.Default, Stamp = stamp,
    });

    private Task<InferenceOutcome> Run(InferenceRequest? request = null)
    {
        request ??= Sample.Request([[1]]);
        return _shadows.Run(request with { Version = request.Version ?? 1 }, default).AsTask();
    }

    private ValueTask<InferenceOutcome> Send(InferenceRequest request, CancellationToken cancellationToken)
    {
        if (request.Version == 1) return _primary(request);
        _copies.Add(request);
        return _shadow(request);
    }

    private Task Settled(Func<ShadowStatistics, bool> condition) => SingleThread.Until(() => _shadows.InFlight == 0 && condition(_shadows.StatisticsOf(Shadow)!));
}
