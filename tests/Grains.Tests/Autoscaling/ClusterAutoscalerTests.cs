using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

public sealed class ClusterAutoscalerTests
{
    private static readonly ModelVersion Digits = new("digits", 1);

    private readonly FakeAutoscaleGrain _grain = new();
    private readonly ManualTime _time = new();
    private readonly ClusterAutoscaler _autoscaler;

    public ClusterAutoscalerTests() =>
        _autoscaler = new ClusterAutoscaler(new ModelCatalog(), () => _grain, _time, NullLogger<ClusterAutoscaler>.Instance);

    [Fact]
    public async Task The_status_is_the_grain_s()
    {
        var status = new AutoscalerStatus { At = _time.GetUtcNow(), Hosts = new HostScaling { Silos = 1, Wanted = 1 } };
        _grain.StatusAnswer = Task.FromResult(status);
        Assert.Equal((status, null), await _autoscaler.StatusAsync(CancellationToken.None));
    }

    [Fact]
    public async Task One_that_does_not_answer_within_two_seconds_is_a_fault()
    {
        var asked = _autoscaler.StatusAsync(CancellationToken.None);
        var changed = _autoscaler.SetAsync(new ScalingOverride { Stamp = 0, IsPaused = true }, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1.999));
        Assert.False(asked.IsCompleted || changed.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        var (status, fault) = await asked;
        Assert.Null(status);
        Assert.Equal(FaultKind.Unavailable, fault!.Kind);
        Assert.StartsWith("the autoscaler did not answer: ", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("; see whether the change was made, and try again", (await changed)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_fails_is_a_fault_with_its_reason()
    {
        _grain.WhatIfAnswer = Task.FromException<VersionScaling?>(new TimeoutException("its silo is gone"));
        var (_, fault) = await _autoscaler.WhatIfAsync(Digits, new ScalingSpec(), CancellationToken.None);
        Assert.Equal((FaultKind.Unavailable, "the autoscaler did not answer: its silo is gone; try again"), (fault!.Kind, fault.Message));
    }

    [Fact]
    public async Task What_it_refuses_is_invalid_and_what_it_does_not_know_is_unknown()
    {
        _grain.SetAnswer = Task.FromResult<string?>("at most 8 replicas fit");
        _grain.WhatIfAnswer = Task.FromResult<VersionScaling?>(null);
        var refused = await _autoscaler.SetAsync(new ScalingOverride { Model = Digits, Stamp = 0, Pinned = 9 }, CancellationToken.None);
        Assert.Equal((FaultKind.InvalidInput, "at most 8 replicas fit"), (refused!.Kind, refused.Message));
        Assert.Equal(FaultKind.UnknownModel, (await _autoscaler.WhatIfAsync(Digits, new ScalingSpec(), CancellationToken.None)).Fault!.Kind);
    }

    [Fact]
    public async Task A_change_is_stamped_with_the_time()
    {
        _grain.SetAnswer = Task.FromResult<string?>(null);
        Assert.Null(await _autoscaler.SetAsync(new ScalingOverride { Model = Digits, Stamp = 0, Pinned = 9 }, CancellationToken.None));
        Assert.Equal(new ScalingOverride { Model = Digits, Stamp = _time.GetUtcNow().UtcTicks, Pinned = 9 }, Assert.Single(_grain.Changes));
    }

    [Fact]
    public async Task A_caller_that_goes_away_is_no_fault_of_the_autoscaler()
    {
        using var gone = new CancellationTokenSource();
        var asked = _autoscaler.StatusAsync(gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }
}
