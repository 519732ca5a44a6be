using Orleans.Storage;

namespace OrleansInference.Simulation;

/// <summary>A grain storage beside the cluster, in simulated time: it outlives every silo, takes a while, and fails for a while.</summary>
internal sealed class SimulatedStorage(int seed) : IGrainStorage
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, (object Value, int Writes)> _records = new(StringComparer.Ordinal);

    public required Func<TimeProvider> Time { private get; init; }

    /// <summary>Calls fail, some only after the write is done, or hang for a while.</summary>
    public bool IsFailing { get; set; }

    public int Count => _records.Count;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Answer();
        grainState.RecordExists = _records.TryGetValue($"{grainId}", out var record);
        (grainState.State, grainState.ETag) = grainState.RecordExists ? ((T)record.Value, $"{record.Writes}") : (Activator.CreateInstance<T>(), null);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var isLost = IsFailing && _random.Next(2) == 0;
        if (!isLost) await Answer();
        var record = _records.GetValueOrDefault($"{grainId}");
        var stored = record.Writes > 0 ? $"{record.Writes}" : null;
        if (stored != grainState.ETag) throw new InconsistentStateException("Somebody else wrote.", stored, grainState.ETag);
        _records[$"{grainId}"] = (grainState.State!, record.Writes + 1);
        if (isLost) await Answer();
        (grainState.ETag, grainState.RecordExists) = ($"{record.Writes + 1}", true);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

    private async Task Answer()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, IsFailing ? 8000 : 50)), Time());
        if (IsFailing) throw new IOException("The storage is away.");
    }
}
