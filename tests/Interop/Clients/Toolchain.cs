namespace OrleansInference.Interop.Clients;

/// <summary>What the clients of a language need on this machine.</summary>
internal sealed class Toolchain(string program, Func<string?> probe)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private readonly Lazy<string?> _missing = new(() => Find(program) is null ? $"there is no {program} here" : probe());

    /// <summary>Debian's own interpreter: Debian's packages are for it, and not for another one that may come first on the path.</summary>
    public static Toolchain Python { get; } = new("/usr/bin/python3", ProbePython);

    public static Toolchain Node { get; } = new("node", ProbeNode);

    public static Toolchain Curl { get; } = new("curl", () => Prints("curl", ["--version"], "HTTP2") ? null : "curl has no HTTP/2 here");

    /// <summary>Why its clients can't run, for a skipped test; null where they can.</summary>
    public string? Missing => _missing.Value;

    /// <summary>Where a program is; null where it is nowhere on the path.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string? ProbePython() =>
        Find("protoc") is null || Find("grpc_python_plugin") is null
            ? "there is no protoc with grpc_python_plugin here: apt-get install protobuf-compiler protobuf-compiler-grpc"
            : Prints("/usr/bin/python3", ["-c", "import grpc, numpy, google.protobuf; print('all')"], "all")
                ? null
                : "/usr/bin/python3 lacks grpc or numpy: apt-get install python3-grpcio python3-numpy";

    /// <summary>The packages go beside the scripts, in the build's output, and stay there while the lock file is the same.</summary>
    private static string? ProbeNode()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Node");
        var wanted = File.ReadAllText(Path.Combine(folder, "package-lock.json"));
        var installed = Path.Combine(folder, "node_modules", ".installed-lock.json");
        if (File.Exists(installed) && File.ReadAllText(installed) == wanted) return null;
        if (Find("npm") is null) return "there is no npm here: apt-get install nodejs npm";
        var end = ClientProcess.Run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder, new Dictionary<string, string>(), Bound);
        if (end.Code != 0) return $"npm could not install @grpc/grpc-js and @grpc/proto-loader: {end.Errors.Trim()}";
        File.WriteAllText(installed, wanted);
        return null;
    }

    private static bool Prints(string program, string[] arguments, string text)
    {
        var end = ClientProcess.Run(program, arguments, AppContext.BaseDirectory, new Dictionary<string, string>(), Bound);
        return end.Code == 0 && end.Output.Contains(text, StringComparison.Ordinal);
    }
}
