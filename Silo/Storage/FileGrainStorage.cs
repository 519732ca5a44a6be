using Orleans.Storage;
using OrleansInference.SavedState;

namespace OrleansInference.Storage;

/// <summary>Keeps documents as files of a folder, each named after its grain's key. It is for <see cref="SavedRecord"/> alone.</summary>
internal sealed class FileGrainStorage(StateFolder folder) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = Record(grainState);
        var (text, tag) = await folder.ReadAsync(NameOf(grainId));
        (state.State, state.ETag, state.RecordExists) = (new SavedRecord { Text = text ?? "" }, tag, text is not null);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = Record(grainState);
        state.ETag = await folder.WriteAsync(NameOf(grainId), state.State?.Text, state.ETag);
        state.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = Record(grainState);
        await folder.WriteAsync(NameOf(grainId), text: null, state.ETag);
        (state.State, state.ETag, state.RecordExists) = (new SavedRecord(), null, false);
    }

    private static string NameOf(GrainId grain) => grain.Key.ToString()!;

    private static IGrainState<SavedRecord> Record<T>(IGrainState<T> state) =>
        state as IGrainState<SavedRecord> ?? throw new NotSupportedException($"{nameof(FileGrainStorage)} keeps {nameof(SavedRecord)}, not {typeof(T)}.");
}
