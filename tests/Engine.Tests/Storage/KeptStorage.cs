using Orleans.Storage;

namespace OrleansInference.Engine.Tests.Storage;

/// <summary>A storage in the memory of the test, which all silos share; an ETag is the count of writes. States of keys that begin with "broken" can't be read.</summary>
public sealed class KeptStorage : IGrainStorage
{
    public const string Name = "kept";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (object Value, int Writes)> _records = [];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainId.Key.ToString()!.StartsWith("broken", StringComparison.Ordinal)) throw new IOException("Can't read.");
        lock (_lock)
        {
            grainState.RecordExists = _records.TryGetValue($"{grainId}/{stateName}", out var record);
            grainState.State = grainState.RecordExists ? (T)record.Value : Activator.CreateInstance<T>();
            grainState.ETag = grainState.RecordExists ? $"{record.Writes}" : null;
        }
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = $"{grainId}/{stateName}";
        lock (_lock)
        {
            var kept = _records.TryGetValue(key, out var record) ? $"{record.Writes}" : null;
            if (kept != grainState.ETag) throw new InconsistentStateException("Somebody else wrote.", kept, grainState.ETag);
            _records[key] = (grainState.State!, record.Writes + 1);
            (grainState.ETag, grainState.RecordExists) = ($"{record.Writes + 1}", true);
        }
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_lock) _records.Remove($"{grainId}/{stateName}");
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
        return Task.CompletedTask;
    }

    /// <summary>Writes past the grain.</summary>
    public void Overwrite(GrainId grainId, string stateName, object value)
    {
        var key = $"{grainId}/{stateName}";
        lock (_lock) _records[key] = (value, _records.GetValueOrDefault(key).Writes + 1);
    }
}
