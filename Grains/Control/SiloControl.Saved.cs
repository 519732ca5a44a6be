using System.Collections.Immutable;
using OrleansInference.Control.Saved;

namespace OrleansInference.Control;

// What was loaded and unloaded by call outlives the silos, where anything is stored. What the settings say is not stored: they are read at each start.
internal sealed partial class SiloControl
{
    private SavedModels? Known()
    {
        SavedModel[] called = [.. _wanted.All.Where(model => model.Stamp > 0).Select(SavedModel.Of)];
        return called.Length > 0 ? new SavedModels { Models = called } : null;
    }

    private void Learn(SavedModels stored) => Hear([.. stored.Models.Select(model => model.ToWanted())]);

    /// <summary>An operator who names a model in the settings may wonder why it is not there.</summary>
    private void SayWhatOutweighsSettings(ImmutableArray<string> names)
    {
        foreach (var name in names)
            if (_wanted.Of(name) is { IsWanted: false } unloaded) LogUnloadedByCall(name, new DateTimeOffset(unloaded.Stamp, TimeSpan.Zero));
    }
}
