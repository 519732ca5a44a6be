using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing.Traffic;
using OrleansInference.Storage;
using static OrleansInference.Cluster.InferenceCluster;

namespace OrleansInference.Cluster;

/// <summary>All silos of a cluster stop, or are killed, and others start with the same folder.</summary>
public sealed class SavedStateTests : IDisposable
{
    private static readonly ModelVersion Double = new("double", 1);
    private static readonly ScalingSpec Scaling = new() { MaxReplicas = 8 };

    private readonly TemporaryFolder _folder = new();

    public SavedStateTests() => Directory.CreateDirectory(_folder.Path);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Traffic_that_was_set_counts_when_all_silos_have_stopped_and_started(bool areKilled)
    {
        var source = new DoublingSource { Versions = [1, 2] };
        await using (var cluster = await Start(2, source: source, configure: Store))
        {
            Assert.Null(await Traffic(cluster).ChangeAsync("double", new TrafficChange { Weights = [new(1, 1), new(2, 0)], StickyKey = "user" }, default));
            Assert.Equal(new float[] { 2 }, Floats(await cluster.Dispatcher(1).InferAsync(Request(1), default)));
            if (areKilled)
                foreach (var silo in cluster.Silos.ToList()) await cluster.Kill(silo);
        }

        await using var again = await Start(2, source: source, configure: Store);
        foreach (var silo in new[] { 0, 1 })
        {
            await Eventually.Holds(async () => (await again.Service<ITrafficControl>(again.Silos[silo]).GetAsync("double", default))!.Spec.StickyKey == "user");
            Assert.Equal(new float[] { 2 }, Floats(await again.Dispatcher(silo).InferAsync(Request(1), default)));
        }
        Assert.Null(await Traffic(again).RollBackAsync("double", default));
        Assert.Equal(new float[] { 3 }, Floats(await again.Dispatcher(0).InferAsync(Request(1), default)));
    }

    [Fact]
    public async Task What_operators_set_of_the_autoscaler_and_the_sizes_are_back()
    {
        var source = new DoublingSource { Scaling = Scaling };
        await using (var cluster = await Start(2, source: source, configure: Store))
        {
            await Eventually.Holds(async () => (await Status(cluster)).Versions is [{ Ready: 2 }]);
            Assert.Null(await Autoscaler(cluster).SetAsync(new ScalingOverride { Model = Double, Stamp = 0, Pinned = 5 }, default));
            await Eventually.Holds(async () => (await Status(cluster)).Versions is [{ Ready: 5, Pinned: 5 }]);
            Assert.Null(await Autoscaler(cluster).SetAsync(new ScalingOverride { Model = Double, Stamp = 0 }, default));
            await Eventually.Holds(() => File.ReadAllText(_folder.File("autoscaler.json")).Contains("\"replicas\": 5", StringComparison.Ordinal));
            Assert.Null((await Status(cluster)).Unsaved);
        }

        await using var again = await Start(2, source: source, configure: Store);
        await Eventually.Holds(async () => (await Status(again)).Versions is [{ Ready: 5, Wanted: 5, Pinned: null }]);
        Assert.Null(await Autoscaler(again).SetAsync(new ScalingOverride { Stamp = 0, IsPaused = true }, default));
        foreach (var silo in again.Silos.ToList()) await again.Kill(silo);

        await using var third = await Start(1, source: source, configure: Store);
        await Eventually.Holds(async () => await Autoscaler(third).StatusAsync(default) is { Status.IsPaused: true });
    }

    [Fact]
    public async Task What_was_loaded_and_unloaded_by_call_outweighs_what_is_to_be_loaded_at_the_start()
    {
        await using (var cluster = await Start(2, new ControlSpec { Mode = ControlMode.Explicit }, configure: Store))
        {
            Assert.Null(await cluster.Control(0).LoadAsync("quadruple", null, default));
            Assert.Equal(FaultKind.UnknownModel, (await cluster.Control(1).LoadAsync("nope", null, default))!.Kind);
        }
        Assert.DoesNotContain("nope", await File.ReadAllTextAsync(_folder.File("models.json")), StringComparison.Ordinal);

        await using (var again = await Start(2, new ControlSpec { Mode = ControlMode.Explicit }, configure: Store))
        {
            await Eventually.Holds(async () => (await again.Dispatcher(0).InferAsync(Request(1), default)).Fault is null && again.Runtime(1).Loaded == 2);
            Assert.Null(await again.Control(1).UnloadAsync("quadruple", unloadDependents: true, default));
            Assert.Equal(0, again.Runtime(0).Loaded);
        }

        await using var third = await Start(1, new ControlSpec { Mode = ControlMode.Explicit, AtStart = ["double"] }, configure: Store);
        Assert.Contains("unloaded", (await third.Dispatcher(0).InferAsync(Request(1), default)).Fault!.Message, StringComparison.Ordinal);
        Assert.Null(await third.Control(0).LoadAsync("double", null, default));
        Assert.Equal(new float[] { 2 }, Floats(await third.Dispatcher(0).InferAsync(Request(1), default)));
    }

    [Fact]
    public async Task A_folder_that_is_lost_while_the_cluster_runs_is_told_and_filled_again()
    {
        await using var cluster = await Start(1, source: new DoublingSource { Scaling = Scaling }, configure: Store);
        await Eventually.Holds(async () => (await Status(cluster)).Versions is [{ Ready: 2 }]);
        Directory.Delete(_folder.Path, recursive: true);
        await File.WriteAllTextAsync(_folder.Path, "no folder");
        Assert.Null(await Autoscaler(cluster).SetAsync(new ScalingOverride { Model = Double, Stamp = 0, Pinned = 3 }, default));
        await Eventually.Holds(async () => await Status(cluster) is { Unsaved: not null, Versions: [{ Ready: 3 }] });
        Assert.Null(await Traffic(cluster).ChangeAsync("double", new TrafficChange { StickyKey = "user" }, default));
        await Eventually.Holds(async () => await Traffic(cluster).GetAsync("double", default) is { Spec.StickyKey: "user", Unsaved: not null });

        File.Delete(_folder.Path);
        Directory.CreateDirectory(_folder.Path);
        await Eventually.Holds(async () => (await Status(cluster)).Unsaved is null);
        await Eventually.Holds(async () => await Traffic(cluster).GetAsync("double", default) is { Spec.StickyKey: "user", Unsaved: null });
        Assert.Contains("\"pinned\": 3", await File.ReadAllTextAsync(_folder.File("autoscaler.json")), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Store(ISiloBuilder silo) => silo.AddSavedStateFiles(_folder.Path);

    private static ITrafficControl Traffic(InferenceCluster cluster) => cluster.Service<ITrafficControl>(cluster.Silos[0]);

    private static IAutoscaler Autoscaler(InferenceCluster cluster) => cluster.Service<IAutoscaler>(cluster.Silos[0]);

    private static async Task<AutoscalerStatus> Status(InferenceCluster cluster)
    {
        var (status, fault) = await Autoscaler(cluster).StatusAsync(default);
        Assert.Null(fault);
        return status!;
    }
}
