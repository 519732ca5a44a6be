using Microsoft.Extensions.Options;

namespace OrleansInference.Hosting;

/// <summary>
/// Ends a process that was asked to stop and does not: long after its requests are done, a silo still tries to write into the list of members that it has left, for five minutes
/// where that list can't be reached. The others find out by themselves.
/// </summary>
internal sealed class LateStop : IDisposable
{
    /// <summary>Beside what the host gives to what has been admitted.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly TimeSpan _bound;
    private readonly Timer _timer;
    private readonly CancellationTokenRegistration _stopping;

    public LateStop(IServiceProvider services)
    {
        _bound = services.GetRequiredService<IOptions<Microsoft.Extensions.Hosting.HostOptions>>().Value.ShutdownTimeout + Margin;
        _timer = new Timer(_ => End());
        _stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => _timer.Change(_bound, Timeout.InfiniteTimeSpan));
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _timer.Dispose();
    }

    private void End()
    {
        Console.Error.WriteLine($"The silo could not leave its cluster within {_bound.TotalSeconds:0} s, and ends without: is the list of members (--cluster) out of reach?");
        Posix.ExitNow(ServerStart.Failed);
    }
}
