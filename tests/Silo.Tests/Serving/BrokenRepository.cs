namespace OrleansInference.Serving;

/// <summary>A repository in a folder of its own: programs that work, take long, raise or are corrupt, and one misconfigured.</summary>
internal sealed class BrokenRepository : IDisposable
{
    public BrokenRepository()
    {
        Path = Directory.CreateTempSubdirectory("broken-repository-").FullName;
        Add("works", Program("Identity"));
        Add("slow", Program("Long"));
        Add("raises", Program("Raises"));
        Add("corrupt", Program("Identity")[..200]);
        Add("misconfigured", Program("Identity"), "max_batch_size: \"many\"");
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private void Add(string model, byte[] program, string? config = null)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, model, "1")).FullName;
        File.WriteAllBytes(System.IO.Path.Combine(folder, "model.pt"), program);
        if (config is not null) File.WriteAllText(System.IO.Path.Combine(Path, model, "config.pbtxt"), config);
    }

    private static byte[] Program(string name) =>
        File.ReadAllBytes(System.IO.Path.Combine(AppContext.BaseDirectory, "Torch", "Programs", $"{name}.pt"));
}
