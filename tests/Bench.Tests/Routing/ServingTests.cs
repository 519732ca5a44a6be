using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace OrleansInference.Bench.Routing;

public sealed class ServingTests
{
    private readonly HeldClock _clock = new();
    private readonly Lateness _lateness = new();

    [Fact]
    public async Task A_delay_ends_so_long_after_it_was_asked_for()
    {
        using var delay = new PreciseDelay(_clock, _lateness);
        _clock.Now = 5_000_000;

        var waiting = delay.WaitAsync(TimeSpan.FromMilliseconds(10));
        Assert.Equal(15_000_000, await _clock.NextSleep());
        Assert.False(waiting.IsCompleted);
        _clock.Wake(at: 15_200_000);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.StartsWith("200.0 ", _lateness.Take(), StringComparison.Ordinal);
        Assert.Equal("0.0 0.0", _lateness.Take());
    }

    [Fact]
    public async Task A_bare_server_takes_one_request_at_a_time_in_order_and_as_long_as_its_length_says()
    {
        using var server = new BareServer(slowness: 5, new PreciseDelay(_clock, _lateness));

        var first = server.ServeAsync(Request(elements: 10));
        var second = server.ServeAsync(Request(elements: 100));
        using var gone = new CancellationTokenSource();
        var third = server.ServeAsync(Request(elements: 10, gone.Token));
        Assert.Equal(50_000_000, await _clock.NextSleep());
        Assert.False(_clock.HasSlept);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);

        _clock.Wake(at: 50_000_000);
        await first.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(550_000_000, await _clock.NextSleep());
        Assert.False(second.IsCompleted);
        _clock.Wake(at: 550_000_000);
        await second.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static DefaultHttpContext Request(int elements, CancellationToken aborted = default)
    {
        var body = new byte[elements * sizeof(float)];
        return new DefaultHttpContext { Request = { Body = new MemoryStream(body), ContentLength = body.Length }, RequestAborted = aborted };
    }

    /// <summary>Says until when a thread sleeps, and wakes it when it is told to.</summary>
    private sealed class HeldClock : ILoadClock
    {
        private readonly Channel<long> _slept = Channel.CreateUnbounded<long>();
        private readonly SemaphoreSlim _wake = new(0);
        private long _now;

        public bool HasSlept => _slept.Reader.TryPeek(out _);

        public long Now
        {
            get => Volatile.Read(ref _now);
            set => Volatile.Write(ref _now, value);
        }

        public Task<long> NextSleep() => _slept.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        public void Wake(long at)
        {
            Now = at;
            _wake.Release();
        }

        public void SleepUntil(long time)
        {
            _slept.Writer.TryWrite(time);
            _wake.Wait();
        }
    }
}
