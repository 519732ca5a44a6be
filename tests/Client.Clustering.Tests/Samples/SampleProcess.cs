using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrleansInference.Client.Clustering.Tests.Samples;

/// <summary>The sample service as a process of its own, which users start as well.</summary>
internal sealed partial class SampleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SampleProcess(string[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "OrleansInference.Classifier.dll"), "--urls", "http://127.0.0.1:0" },
        };
        foreach (var setting in settings) start.ArgumentList.Add(setting);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
    }

    public HttpClient Http { get; } = new();

    /// <param name="settings">Such as <c>--Inference:Address=orleans:</c>.</param>
    public static async Task<SampleProcess> Start(params string[] settings)
    {
        var sample = new SampleProcess(settings);
        sample._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text && Listening().Match(text) is { Success: true } match)
                sample._address.TrySetResult(new Uri(match.Groups["address"].Value));
        };
        sample._process.Exited += (_, _) => sample._address.TrySetException(new InvalidOperationException("The sample ended."));
        sample._process.Start();
        sample._process.BeginOutputReadLine();
        sample.Http.BaseAddress = await sample._address.Task.WaitAsync(Bound);
        return sample;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://[0-9.:]+)")]
    private static partial Regex Listening();
}
