using OrleansInference.Inference;

namespace OrleansInference.Routing.Failures;

public sealed class FaultClassesTests
{
    public static TheoryData<FaultKind> Kinds => [.. Enum.GetValues<FaultKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_its_class(FaultKind kind)
    {
        var expected = kind switch
        {
            FaultKind.Unavailable => new FaultClass(IsWorthRetrying: true, CostsRetryBudget: true, CountsAgainstPool: true),
            FaultKind.ModelNotReady => new FaultClass(true, false, false),
            FaultKind.QueueFull => new FaultClass(true, true, false),
            FaultKind.InvalidInput or FaultKind.UnknownModel or FaultKind.DeadlineExceeded or FaultKind.Cancelled or FaultKind.ModelError or FaultKind.LoadFailed
                or FaultKind.Unauthenticated or FaultKind.PermissionDenied or FaultKind.RateLimited or FaultKind.DeviceLost or FaultKind.TooLarge => default(FaultClass),
            _ => throw new InvalidOperationException($"What is to be done about {kind}?"),
        };

        Assert.Equal(expected, FaultClasses.Of(kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_counts_against_a_pool_is_retried_on_the_budget(FaultKind kind)
    {
        var found = FaultClasses.Of(kind);

        Assert.True(!found.CountsAgainstPool || found.CostsRetryBudget);
        Assert.True(!found.CostsRetryBudget || found.IsWorthRetrying);
        Assert.Equal(found.CountsAgainstPool ? AttemptResult.Fault : AttemptResult.Neutral, FaultClasses.ResultOf(InferenceOutcome.Of(kind, "")));
    }

    [Fact]
    public void A_response_is_a_success() => Assert.Equal(AttemptResult.Success, FaultClasses.ResultOf(new InferenceOutcome()));

    [Fact]
    public void A_kind_of_a_later_release_is_not_tried_elsewhere() => Assert.Equal(default, FaultClasses.Of((FaultKind)99));
}
