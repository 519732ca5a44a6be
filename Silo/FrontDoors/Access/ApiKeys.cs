using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.FrontDoors.Access;

/// <summary>The keys as the file has them now, with their limiters.</summary>
internal sealed class ApiKeys : IDisposable
{
    private readonly ReloadedFiles<ApiKeySet> _file;
    private volatile ApiKeySet _current;

    /// <exception cref="InvalidOperationException">The file can't be used.</exception>
    public ApiKeys(string path, TimeProvider time, ILogger logger)
    {
        _file = new ReloadedFiles<ApiKeySet>("API keys file", [path], files => ApiKeyFile.Parse(files[0]), time, logger);
        _current = _file.Current.WithLimiters(null, time);
        _file.Changed += keys => _current = keys.WithLimiters(_current, time);
    }

    public ApiKeySet Current => _current;

    public void Dispose() => _file.Dispose();
}
