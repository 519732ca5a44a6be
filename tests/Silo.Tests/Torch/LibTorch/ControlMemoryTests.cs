using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansInference.Control;
using OrleansInference.Hosting;
using OrleansInference.Models;
using OrleansInference.Repository;
using OrleansInference.Routing;
using OrleansInference.Tests.Repository;

namespace OrleansInference.Torch;

/// <summary>Counts native programs of the whole process, and its managed memory, so it runs alone.</summary>
[Collection(nameof(LibTorchMemoryTests))]
public sealed class ControlMemoryTests
{
    private const int Models = 100;

    /// <summary>
    /// What an unloaded model may leave: its line in the catalog and what was last asked for. A grain that stayed, or a program's buffers, would be
    /// several times as much.
    /// </summary>
    private const long BytesPerModel = 4096;

    [Fact]
    public async Task A_hundred_models_that_were_loaded_and_unloaded_leave_no_program_and_no_grain()
    {
        using var repository = new TemporaryRepository();
        var program = await File.ReadAllBytesAsync(TorchPrograms.PathOf("Linear"));
        for (var i = 0; i < Models; i++) repository.WithBytes($"m{i}/1/model.pt", program);
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IModelSource>(repository.Open());
            silo.Services.AddSingleton(new ControlSpec { Mode = ControlMode.Explicit });
            silo.Services.AddTorchRuntimes();
            silo.AddInference();
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var services = cluster.GetSiloServiceProvider(cluster.Silos[0].SiloAddress);
        var programs = LibTorchBinding.LivePrograms;

        await LoadAndUnloadAll(services.GetRequiredService<IModelControl>());
        await AtRest(services);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var round = 0; round < 2; round++) await LoadAndUnloadAll(services.GetRequiredService<IModelControl>());
        await AtRest(services);

        Assert.Equal(programs, LibTorchBinding.LivePrograms);
        Assert.Equal(0, services.GetRequiredService<SiloControl>().PoolCount);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Models * BytesPerModel);
    }

    private static async Task LoadAndUnloadAll(IModelControl control)
    {
        for (var i = 0; i < Models; i++)
        {
            Assert.Null(await control.LoadAsync($"m{i}", null, default));
            Assert.Null(await control.UnloadAsync($"m{i}", false, default));
        }
    }

    private static Task AtRest(IServiceProvider silo) => Eventually.Holds(() => !silo.GetRequiredService<Dispatcher>().Models.Any());
}
