using System.Diagnostics.CodeAnalysis;
using OrleansInference.Orchestration.Local;

namespace OrleansInference.Orchestration.InProcess;

/// <summary>A host of this process, from its making to its end.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The run may end while it is asked to stop; a token source without a timer owns nothing.")]
internal sealed class InProcessRun : ISiloRun
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _atOnce = new();
    private volatile bool _isUp;

    public InProcessRun(Func<IHost> build) => Ended = Task.Run(() => Live(build));

    public bool IsUp => _isUp;

    public Task<string> Ended { get; }

    public async Task StopAsync(CancellationToken atOnce)
    {
        await using var registration = atOnce.Register(_atOnce.Cancel);
        await _stop.CancelAsync();
        await Ended;
    }

    private async Task<string> Live(Func<IHost> build)
    {
        try
        {
            var host = build();
            await using var disposal = (IAsyncDisposable)host;
            await host.StartAsync(_atOnce.Token);
            _isUp = true;
            // As asked from here, or by the silo itself.
            var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _stop.Token);
            await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _isUp = false;
            await host.StopAsync(_atOnce.Token);
            return "it was stopped";
        }
        catch (Exception exception)
        {
            return exception.GetBaseException().Message; // whatever a silo fails with is for the one who started it
        }
        finally
        {
            _isUp = false;
        }
    }
}
