using System.Text.RegularExpressions;
using OrleansInference.Interop.Clients;
using OrleansInference.Serving;

namespace OrleansInference.Interop;

/// <summary>A server process that is told to stop while clients call it.</summary>
public sealed partial class ShutdownTests
{
    [PythonFact]
    public Task Python_is_answered_or_told_to_go_elsewhere() => AssertStops("Python/shutdown_client.py", "every_call_is_answered_or_refused");

    [NodeFact]
    public Task GOAWAY_names_the_last_call_that_is_answered() => AssertStops("Node/shutdown_client.js", "every_admitted_call_is_answered");

    private static async Task AssertStops(string script, string name)
    {
        await using var server = await ServerProcess.Start(Path.Combine(AppContext.BaseDirectory, "models", "repository"));
        using var runs = new ScriptRuns();
        var folder = Directory.CreateTempSubdirectory("interop-shutdown-");
        try
        {
            var loaded = Path.Combine(folder.FullName, "loaded");
            var report = runs.Of(script, ("OI_GRPC", DoorLine().Match(server.Output).Groups[1].Value), ("OI_LOADED", loaded));
            await Eventually.Holds(() => File.Exists(loaded) || report.IsCompleted);

            Assert.Equal(0, await server.Stop());

            (await report).AssertPassed(name);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("""^door +gRPC http://(\S+)""", RegexOptions.Multiline)]
    private static partial Regex DoorLine();
}
