using OrleansInference.Routing;

namespace OrleansInference.Autoscaling;

public sealed class HostWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly HostWatch _watch = new();

    [Fact]
    public void The_same_is_asked_for_again_after_ten_seconds()
    {
        Assert.True(IsDue(3, 0));
        _watch.Answered(Status());
        Assert.False(IsDue(3, 9.9));
        Assert.True(IsDue(3, 10));
    }

    [Fact]
    public void A_change_is_asked_for_at_once()
    {
        Assert.True(IsDue(3, 0));
        _watch.Answered(Status());
        Assert.True(IsDue(4, 2));
        _watch.Answered(Status());
        Assert.True(_watch.IsDue(new HostRequest(4, [new HostSilo("pod-1", Reports.Silo(1))]), Start.AddSeconds(4)));
    }

    [Fact]
    public void What_changes_while_it_works_is_asked_for_as_soon_as_it_has_answered()
    {
        Assert.True(IsDue(3, 0));
        Assert.False(IsDue(4, 2));
        Assert.False(IsDue(4, 14));
        _watch.Answered(Status());
        Assert.True(IsDue(4, 16));
    }

    [Fact]
    public void A_problem_is_shown_until_it_works_again()
    {
        _watch.Answered(Status());
        _watch.Failed("it is gone");
        Assert.Equal("it is gone", _watch.Scaling("process", null, 1).Problem);
        Assert.Equal(3, _watch.Status!.Asked); // what it said before stands
        _watch.Answered(Status() with { Problem = "no machine is free" });
        Assert.Equal("no machine is free", _watch.Scaling("process", null, 1).Problem);
        _watch.Answered(Status() with { Activity = "one starts" });
        var shown = _watch.Scaling("process", null, 1);
        Assert.Null(shown.Problem);
        Assert.Equal(["one starts"], shown.Reasons.AsEnumerable());
    }

    [Fact]
    public void One_that_has_failed_is_asked_again()
    {
        Assert.True(IsDue(3, 0));
        _watch.Failed("it is gone");
        Assert.False(IsDue(3, 2));
        Assert.True(IsDue(3, 10));
    }

    private bool IsDue(int silos, double seconds) => _watch.IsDue(new HostRequest(silos, []), Start.AddSeconds(seconds));

    private static HostStatus Status() => new() { Asked = 3, Running = 2 };
}
