using System.Diagnostics;

namespace OrleansInference.Hosting;

/// <summary>A copy of the repository's scripts, with commands of the test's own in front of the machine's.</summary>
internal sealed class ScriptFolder : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public ScriptFolder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "OrleansInference.sln"))) root = root.Parent!;
        foreach (var file in (string[])["eng/lib.sh", "eng/probe", "eng/Probe.csproj", "Directory.Packages.props", "serve", "test"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
            File.Copy(Path.Combine(root.FullName, file), PathOf(file));
        }
    }

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>Makes a command: a bash script's body.</summary>
    public void Command(string name, string body)
    {
        var file = PathOf($"bin/{name}");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"#!/usr/bin/env bash\n{body}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a script. Output and errors come back together, in the order of their streams.</summary>
    public async Task<(int ExitCode, string Text)> Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [PathOf(script), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = $"{PathOf("bin")}:/usr/bin:/bin";
        start.Environment["HOME"] = _folder.FullName;
        using var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(Bound);
        var output = process.StandardOutput.ReadToEndAsync(bound.Token);
        var errors = process.StandardError.ReadToEndAsync(bound.Token);
        await process.WaitForExitAsync(bound.Token);
        return (process.ExitCode, await output + await errors);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
