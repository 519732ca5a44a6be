namespace OrleansInference.Cli.Bench;

public sealed class LoadWorkerTests
{
    private const long Millisecond = 1_000_000;
    private readonly FakeLoadClock _clock = new();

    [Fact]
    public void A_stall_counts_for_every_request_that_was_due_in_it()
    {
        // Ten requests a second; the first answer takes 350 ms, each other 10 ms. A generator that measured from when it
        // sent would call the three behind it fast.
        var durations = new Queue<long>([350, 10, 10, 10, 10]);
        var result = Run(rate: 10, requests: 5, () =>
        {
            _clock.Now += durations.Dequeue() * Millisecond;
            return null;
        });
        long[] expected = [10, 80, 170, 260, 350];
        for (var rank = 1; rank <= expected.Length; rank++)
        {
            var exact = expected[rank - 1] * Millisecond;
            Assert.InRange(result.Latency.Percentile((double)rank / expected.Length), exact, exact + (exact / 128));
        }

        Assert.Equal(0, result.Lag.Max);
    }

    [Fact]
    public void Waking_late_is_the_generators_own_delay()
    {
        var late = new LateClock(_clock, 2 * Millisecond);
        var worker = new LoadWorker(() => null, late, recordFrom: 0);
        worker.Run(Arrivals(rate: 10, requests: 3));
        Assert.Equal(2 * Millisecond, worker.Result.Lag.Max);
        Assert.Equal(2 * Millisecond, worker.Result.Latency.Max);
    }

    [Fact]
    public void Failures_are_counted_by_kind_and_have_no_latency()
    {
        var answers = new Queue<string?>(["HTTP 429", null, "HTTP 429", "timed out"]);
        var result = Run(rate: 10, requests: 4, answers.Dequeue);
        Assert.Equal(1, result.Latency.Count);
        Assert.Equal((2, 1, 3), (result.Errors["HTTP 429"], result.Errors["timed out"], result.ErrorCount));
    }

    [Fact]
    public void The_warm_up_is_not_recorded()
    {
        var sent = 0;
        var worker = new LoadWorker(() => (++sent).ToString(), _clock, recordFrom: 200 * Millisecond);
        worker.Run(Arrivals(rate: 10, requests: 5));
        Assert.Equal(["3", "4", "5"], worker.Result.Errors.Keys.Order());
    }

    private LoadResult Run(double rate, int requests, Func<string?> exchange)
    {
        var worker = new LoadWorker(exchange, _clock, recordFrom: 0);
        worker.Run(Arrivals(rate, requests));
        return worker.Result;
    }

    private static OpenArrivals Arrivals(double rate, int requests) =>
        new(0, OpenArrivals.ConstantGaps(rate), new LoadWindow(0, long.MaxValue, long.MaxValue, requests));

    private sealed class LateClock(FakeLoadClock clock, long delay) : ILoadClock
    {
        public long Now => clock.Now;

        public void SleepUntil(long time)
        {
            if (time + delay > clock.Now)
                clock.Now = time + delay;
        }
    }
}
