namespace OrleansInference.Interop.Clients;

/// <summary>A folder with the Python modules that protoc makes of the protocol's files, once somebody asks for it.</summary>
internal sealed class ClientStubs : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private readonly Lazy<string> _folder = new(Generate);

    public string Folder => _folder.Value;

    public void Dispose()
    {
        if (_folder.IsValueCreated) Directory.Delete(_folder.Value, recursive: true);
    }

    private static string Generate()
    {
        var folder = Directory.CreateTempSubdirectory("interop-stubs-").FullName;
        var protos = Path.Combine(AppContext.BaseDirectory, "Protos");
        if (Toolchain.Python.Missing is not null) return folder;
        var end = ClientProcess.Run(
            "protoc",
            [
                $"-I{protos}", $"--python_out={folder}", $"--grpc_out={folder}",
                $"--plugin=protoc-gen-grpc={Toolchain.Find("grpc_python_plugin")}", .. Directory.EnumerateFiles(protos, "*.proto"),
            ],
            folder, new Dictionary<string, string>(), Bound);
        return end.Code == 0 ? folder : throw new InvalidOperationException($"protoc ended with {end.Code}: {end.Errors}");
    }
}
