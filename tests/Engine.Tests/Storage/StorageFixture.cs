using Orleans.Runtime.Hosting;

namespace OrleansInference.Engine.Tests.Storage;

/// <summary>With a storage that all silos share.</summary>
public sealed class StorageFixture : EngineFixture
{
    private readonly KeptStorage _storage = new();

    protected override void Configure(ISiloBuilder silo)
    {
        silo.Services.AddSingleton(_storage);
        silo.Services.AddGrainStorage(KeptStorage.Name, (_, _) => _storage);
    }
}
