namespace OrleansInference.Drills.Load;

public sealed class LatenciesTests
{
    private const double Usual = 0.01;

    [Fact]
    public void Latency_is_back_at_once_where_nothing_was_noticed() =>
        Assert.Equal(0, Back(Steady(0, 30)));

    [Fact]
    public void Requests_that_hang_count_until_they_end() =>
        Assert.InRange(Back([.. Steady(0, 10), .. Steady(10, 10.2, seconds: 4), .. Steady(10.2, 30)])!.Value, 4.1, 4.3);

    [Fact]
    public void A_request_that_is_not_answered_is_the_latest_of_all() =>
        Assert.InRange(Back([.. Steady(0, 10), .. Steady(10, 12, end: RequestEnd.Failed), .. Steady(12, 30)])!.Value, 1.9, 2.2);

    [Fact]
    public void A_second_without_requests_is_not_as_before() =>
        Assert.InRange(Back([.. Steady(0, 10), .. Steady(15, 30)])!.Value, 3.9, 5.1);

    [Fact]
    public void A_moment_of_calm_is_not_the_end_of_it() =>
        Assert.InRange(Back([.. Steady(0, 10), .. Steady(10, 11, seconds: 1), .. Steady(11, 13), .. Steady(13, 14, seconds: 1), .. Steady(14, 30)])!.Value, 4.9, 5.1);

    [Fact]
    public void Latency_that_stays_high_is_not_back() =>
        Assert.Null(Back([.. Steady(0, 10), .. Steady(10, 30, seconds: 1)]));

    [Fact]
    public void The_percentile_counts_what_was_due_in_the_span()
    {
        var latencies = new Latencies([.. Steady(0, 9.8), .. Steady(9.8, 10, seconds: 1), .. Steady(10, 20)]);

        Assert.Equal(1, latencies.P99(0, 10));
        Assert.Equal(Usual, latencies.P99(10, 20));
        Assert.Equal(double.NaN, latencies.P99(20, 30));
    }

    private static double? Back(IReadOnlyList<RequestRecord> records) => new Latencies(records).BackAfter(eventAt: 10, until: 25, quietFrom: 0, quietTo: 10);

    /// <summary>A hundred a second.</summary>
    private static List<RequestRecord> Steady(double from, double to, double seconds = Usual, RequestEnd end = RequestEnd.Answered) =>
        [.. Enumerable.Range(0, (int)Math.Round((to - from) * 100)).Select(i => new RequestRecord(from + (i / 100.0), seconds, end, "one"))];
}
