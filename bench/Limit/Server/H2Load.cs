using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansInference.Bench;

/// <summary>Loads a gRPC door with one body, by nghttp2's h2load: the cheapest client there is.</summary>
/// <param name="bodyFile">A gRPC frame.</param>
/// <param name="connections">Over which it sends.</param>
/// <param name="streams">At once on each connection.</param>
internal sealed partial class H2Load(string bodyFile, int connections, int streams)
{
    /// <summary>Closed loop, as fast as it goes.</summary>
    /// <exception cref="InvalidDataException">Something failed.</exception>
    public async Task<ClientResult> RunAsync(Uri address, TimeSpan duration)
    {
        var cpu = ProcessCpu.OfChildren();
        var start = new ProcessStartInfo("h2load") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-H", "content-type: application/grpc", "-H", "te: trailers", "-d", bodyFile, "-c", $"{connections}", "-m", $"{streams}",
            "-D", $"{duration.TotalMilliseconds:F0}ms", address.ToString(),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || !output.Contains(" 0 failed, 0 errored, 0 timeout", StringComparison.Ordinal))
            throw new InvalidDataException($"h2load to {address} failed: {output}{await error}");
        return Parse(output) with { Cpu = ProcessCpu.OfChildren() - cpu };
    }

    internal static ClientResult Parse(string output) => new(
        double.Parse(Rate().Match(output).Groups[1].ValueSpan, CultureInfo.InvariantCulture),
        long.Parse(Succeeded().Match(output).Groups[1].ValueSpan, CultureInfo.InvariantCulture),
        TimeSpan.Zero);

    [GeneratedRegex(@"^finished in .*, ([0-9.]+) req/s", RegexOptions.Multiline)]
    private static partial Regex Rate();

    [GeneratedRegex(@"^requests: .* (\d+) succeeded", RegexOptions.Multiline)]
    private static partial Regex Succeeded();
}
