using System.Diagnostics;
using System.Runtime.Versioning;
using OrleansInference.Client;

namespace OrleansInference.Cli;

/// <summary>The program as a process of its own, because only such a one gets signals.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class InterruptTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_the_program_with_130_and_without_a_word(string signal)
    {
        await using var server = await FakeServer.StartAsync();
        var asked = new TaskCompletionSource();
        server.Answer("/v2/repository/index", async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var program = Path.Combine(AppContext.BaseDirectory, "oi.dll");
        // What a shell has started in the background ignores SIGINT, and so does all that it starts.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", program, "models", "--server", server.Address.ToString()])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await asked.Task.WaitAsync(Bound);
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString()]);
        var (output, error) = (await process.StandardOutput.ReadToEndAsync().WaitAsync(Bound), await process.StandardError.ReadToEndAsync().WaitAsync(Bound));
        await process.WaitForExitAsync().WaitAsync(Bound);
        Assert.Equal((130, "", ""), (process.ExitCode, output, error));
    }
}
