using Orleans.Storage;

namespace OrleansInference.Engine.Tests.Storage;

public sealed class NoteGrain([PersistentState("note", KeptStorage.Name)] IPersistentState<Note> note, KeptStorage storage, Journal journal) : Grain, INoteGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Add($"activated with '{note.State.Text}'");
        return Task.CompletedTask;
    }

    public Task<(string Text, bool Exists, string Activation)> Read() => Task.FromResult((note.State.Text, note.RecordExists, GrainContext.ActivationId.ToString()));

    public Task Write(string text)
    {
        note.State = new Note { Text = text };
        return note.WriteStateAsync();
    }

    public async Task<string?> WriteDespiteConflict(string text)
    {
        try
        {
            await Write(text);
            return null;
        }
        catch (InconsistentStateException conflict)
        {
            await note.ReadStateAsync();
            await Write(text);
            return conflict.StoredEtag;
        }
    }

    public Task Clear() => note.ClearStateAsync();

    public Task Overwrite(string text)
    {
        storage.Overwrite(GrainContext.GrainId, "note", new Note { Text = text });
        return Task.CompletedTask;
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
