using Orleans.Placement;
using Orleans.Storage;

namespace OrleansInference.SavedState;

/// <inheritdoc cref="ISavedStateGrain"/>
/// <remarks>It can be active twice for a while, as every grain. The storage's ETags see to it that neither undoes the other unseen.</remarks>
[PreferLocalPlacement, GrainType("savedstate")]
internal sealed class SavedStateGrain([PersistentState("document", SavedStateSpec.StorageName)] IPersistentState<SavedRecord> record) : Grain, ISavedStateGrain
{
    private SavedText Stored => record.RecordExists ? new SavedText(record.State.Text, record.Etag) : new SavedText(null, null);

    public async Task<SavedText> Read()
    {
        // Anew: another activation may have written since.
        await record.ReadStateAsync();
        return Stored;
    }

    public async Task<SavedWrite> Write(string text, string? replaces)
    {
        if (Stored.Tag != replaces) return new SavedWrite(false, await Read());
        var before = record.State;
        try
        {
            record.State = new SavedRecord { Text = text };
            await record.WriteStateAsync();
            return new SavedWrite(true, Stored);
        }
        catch (InconsistentStateException)
        {
            return new SavedWrite(false, await Read());
        }
        catch
        {
            record.State = before;
            throw;
        }
    }
}
