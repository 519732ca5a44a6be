using Orleans.Storage;

namespace OrleansInference.Embedded;

/// <summary>One state of one activation. What its storage throws is told with the state's name, unless it is an exception of the engine already: as Orleans does.</summary>
internal sealed class PersistentState<TState>(string name, GrainId grain, IGrainStorage storage) : IPersistentState<TState>, IReadAtActivation
{
    private readonly GrainState<TState> _state = new(Activator.CreateInstance<TState>());
    private bool _isRead;

    public TState State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _isRead ? _state.RecordExists : throw new InvalidOperationException("State has not yet been loaded");

    public async Task ReadStateAsync()
    {
        await Do("read", () => storage.ReadStateAsync(name, grain, _state));
        _isRead = true;
    }

    public Task WriteStateAsync() => Do("write", () => storage.WriteStateAsync(name, grain, _state));

    public Task ClearStateAsync() => Do("clear", () => storage.ClearStateAsync(name, grain, _state));

    private async Task Do(string what, Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (Exception error) when (error is not OrleansException)
        {
            throw new OrleansException($"{storage.GetType().Name} could not {what} the state '{name}' of {grain}: {error.Message}", error);
        }
    }
}
