using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Hosting;

public sealed class ModelProgressTests
{
    private readonly ModelProgress _progress = new();

    [Fact]
    public void A_model_is_told_once_when_it_is_ready()
    {
        var loading = Model("digits", PoolState.Loading);
        var ready = loading with { State = PoolState.Ready, ReadyReplicas = 2, Devices = "cpu", LoadTime = TimeSpan.FromSeconds(1.25) };

        Assert.Empty(_progress.Next([loading]));
        Assert.Equal(["digits/1 ready: 2 replicas on cpu, loaded in 1.3 s"], _progress.Next([ready]));
        Assert.Empty(_progress.Next([ready]));
        Assert.Equal((1, 0), (_progress.Ready, _progress.Failed));
    }

    [Fact]
    public void A_model_that_fails_is_told_with_its_reason()
    {
        var failed = Model("broken", PoolState.Failed) with { Reason = "not a TorchScript program" };

        Assert.Equal(["broken/1 failed: not a TorchScript program"], _progress.Next([failed]));
        Assert.Equal((0, 1), (_progress.Ready, _progress.Failed));
    }

    private static ModelStatus Model(string name, PoolState state) => new() { Id = new ModelVersion(name, 1), State = state };
}
