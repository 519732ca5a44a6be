using Orleans.Runtime.Hosting;
using OrleansInference.SavedState;

namespace OrleansInference.Storage;

/// <summary>Adds the storage of what is to outlive the silos.</summary>
internal static class StorageServices
{
    /// <summary>In files of a folder; nothing is stored where it is empty.</summary>
    public static ISiloBuilder AddSavedStateFiles(this ISiloBuilder silo, string folder)
    {
        if (folder.Length == 0) return silo;
        silo.Services.AddSingleton(new SavedStateSpec { Place = folder });
        silo.Services.AddGrainStorage(SavedStateSpec.StorageName, (_, _) => new FileGrainStorage(new StateFolder(folder)));
        return silo;
    }
}
