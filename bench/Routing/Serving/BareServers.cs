using Microsoft.Extensions.Logging;

namespace OrleansInference.Bench;

/// <summary>
/// What stands behind the peers: Kestrel on a port for each server, and behind each port one request at a time, first come first served, with
/// the same service times by the same clock. Answers with the body that it got.
/// </summary>
internal static class BareServers
{
    /// <summary>Serves until the process is told to end.</summary>
    /// <param name="port">Of the first, on 127.0.0.1; the others follow.</param>
    /// <param name="slowness">Of each.</param>
    public static async Task RunAsync(int port, IReadOnlyList<double> slowness)
    {
        var (clock, lateness) = (new SystemLoadClock(), new Lateness());
        var servers = slowness.Select(each => new BareServer(each, new PreciseDelay(clock, lateness))).ToArray();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls([.. servers.Select((_, i) => $"http://127.0.0.1:{port + i}")]);
        await using var app = builder.Build();
        app.MapGet("/lateness", lateness.Take);
        app.Map("{**path}", context => servers[context.Connection.LocalPort - port].ServeAsync(context));
        await app.RunAsync();
        foreach (var server in servers)
            server.Dispose();
    }
}
