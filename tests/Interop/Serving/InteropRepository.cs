namespace OrleansInference.Interop.Serving;

/// <summary>A repository in a folder of its own: the sample models, and models in C# for everything that they don't show.</summary>
internal sealed class InteropRepository : IDisposable
{
    private static readonly string[] Types =
        ["BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64", "BF16", "STRING"];

    public InteropRepository()
    {
        foreach (var file in Directory.EnumerateFiles(Samples, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(Samples, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        foreach (var type in Types)
            Add($"identity_{type.ToLowerInvariant()}", "echo", Input("x", type, -1) + Output("y", type, -1));
        Add("versions", "echo", "version_policy { all { } }" + Input("x", "FP32", -1) + Output("y", "FP32", -1), versions: 2);
        Add("pair", "echo", Input("a", "FP32", -1) + Input("b", "INT32", -1) + Output("first", "FP32", -1) + Output("second", "INT32", -1));
        Add("batching", "batching", "max_batch_size: 8 dynamic_batching { max_queue_delay_microseconds: 2000 }"
            + Input("x", "FP32", 4) + Output("doubled", "FP32", 4) + Output("batch", "INT32", 1));
        Add("failing", "failing", Input("x", "FP32", -1) + Output("y", "FP32", -1));
        foreach (var name in (string[])["hold", "started", "release"])
            Add(name, "hold", Input("mark", "INT64", 1) + Output("marks", "INT64", -1));
        Add("narrow", "hold", "dynamic_batching { default_queue_policy { max_queue_size: 1 } }" + Input("mark", "INT64", 1) + Output("marks", "INT64", -1));
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "broken", "1"));
        File.WriteAllText(System.IO.Path.Combine(Path, "broken", "1", "model.pt"), "no program");
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("interop-repository-").FullName;

    private static string Samples => System.IO.Path.Combine(AppContext.BaseDirectory, "models", "repository");

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private void Add(string model, string program, string config, int versions = 1)
    {
        for (var version = 1; version <= versions; version++)
            Directory.CreateDirectory(System.IO.Path.Combine(Path, model, $"{version}"));
        File.WriteAllText(
            System.IO.Path.Combine(Path, model, "config.pbtxt"),
            $$"""backend: "managed" parameters { key: "program" value { string_value: "{{program}}" } } {{config}}""");
    }

    private static string Input(string name, string type, int dimension) => Tensor("input", name, type, dimension);

    private static string Output(string name, string type, int dimension) => Tensor("output", name, type, dimension);

    private static string Tensor(string field, string name, string type, int dimension) =>
        $" {field} {{ name: \"{name}\" data_type: TYPE_{type} dims: {dimension} }}";
}
