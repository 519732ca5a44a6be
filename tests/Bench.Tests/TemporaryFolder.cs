namespace OrleansInference.Bench;

/// <summary>Gone with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("oi-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
