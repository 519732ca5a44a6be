using System.Diagnostics;
using System.Text;
using OrleansInference.Hosting;

namespace OrleansInference.Orchestration.Processes;

/// <summary>A shell that starts the server as its child, with the shell's own input, and waits for it.</summary>
internal sealed class Shell : IDisposable
{
    // An explicit redirection, because a shell gives what runs in the background no input otherwise.
    private const string Script = """
        ORLEANS_INFERENCE_PARENT=${5:-$$} dotnet exec "$1" --models "$2" --http-port 0 --grpc-port 0 --silo-port "$3" --gateway-port "$4" <&0 &
        echo "child $!"
        wait
        """;

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private int? _child;

    /// <param name="parent">What the child is told to be its parent's process id; the shell's where null.</param>
    public Shell(int? parent = null)
    {
        _process = Process.Start(new ProcessStartInfo("/bin/bash")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-c", Script, "shell", Path.Combine(AppContext.BaseDirectory, "OrleansInference.Silo.dll"),
                Path.Combine(AppContext.BaseDirectory, "models", "repository"), $"{FreePort.Next()}", $"{FreePort.Next()}", $"{parent}",
            },
        })!;
        _process.OutputDataReceived += (_, line) =>
        {
            lock (_output) _output.AppendLine(line.Data);
        };
        _process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    /// <summary>The child's process id.</summary>
    public async Task<int> Child()
    {
        await Says("child ");
        _child = int.Parse(Output.Split('\n').Single(line => line.StartsWith("child ", StringComparison.Ordinal))["child ".Length..]);
        return _child.Value;
    }

    public Task Says(string text) => Eventually.Holds(() => Output.Contains(text, StringComparison.Ordinal));

    public void CloseInput() => _process.StandardInput.Close();

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        // Where a test failed, it may have outlived the shell.
        if (_child is { } child) _ = Posix.Signal(child, Posix.Kill);
        _process.Dispose();
    }
}
