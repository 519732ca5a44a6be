using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansInference.Embedded;

namespace Orleans.TestingHost;

/// <summary>One silo of a test cluster.</summary>
public class InProcessSiloHandle : SiloHandle
{
    private bool _isActive = true;

    public required IHost SiloHost { get; init; }

    public IServiceProvider ServiceProvider => SiloHost.Services;

    public override bool IsActive => _isActive;

    public override Task StopSiloAsync(bool stopGracefully) => stopGracefully ? StopSiloAsync(CancellationToken.None) : KillAsync();

    public override async Task StopSiloAsync(CancellationToken ct)
    {
        if (!_isActive) return;
        if (ct.IsCancellationRequested)
        {
            await KillAsync();
            return;
        }

        _isActive = false;
        await SiloHost.StopAsync(ct);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopSiloAsync(stopGracefully: true);
        if (SiloHost is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else SiloHost.Dispose();
    }

    // The silo goes without a word; then the host's other services stop, lest they run on behind the test.
    private async Task KillAsync()
    {
        if (!_isActive) return;
        _isActive = false;
        var silo = ServiceProvider.GetRequiredService<Silo>();
        silo.Crash();
        FailureDetection.Notice(silo);
        await SiloHost.StopAsync(CancellationToken.None);
    }
}
