using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Ensembles;

public sealed class EnsembleTableTests
{
    private static readonly ModelSpec Spec = Graphs.Model("e", Graphs.Spec("a: in → out"), Graphs.Signature(["in"], ["out"]));

    private readonly EnsembleTable _table = new();

    [Fact]
    public void The_latest_version_and_its_newest_loading_are_found()
    {
        _table.Add(Graphs.Pool(Spec, 1), Spec);
        _table.Add(Graphs.Pool(Version(2), 2), Version(2));
        _table.Add(Graphs.Pool(Spec, 3), Spec);

        Assert.Equal((2, 2), Found(null));
        Assert.Equal((1, 3), Found(1));
        Assert.Null(_table.Find("e", 4));
        Assert.Null(_table.Find("other", null));
        Assert.Equal([3L, 2L], _table.All.Select(ensemble => ensemble.Pool.Revision));
    }

    [Fact]
    public async Task Removing_one_ends_when_its_requests_have()
    {
        _table.Add(Graphs.Pool(Spec), Spec);
        var ensemble = _table.Find("e", null)!;
        var request = new InferenceRequest { Model = "e", Inputs = [] };
        ensemble.Came(default);
        var removal = _table.Remove(Graphs.Pool(Spec));

        Assert.Null(_table.Find("e", null));
        Assert.False(removal.IsCompleted);
        ensemble.Ended(request, InferenceOutcome.Of(FaultKind.ModelError, "no"), TimeSpan.Zero);
        await removal;
        await _table.Remove(Graphs.Pool(Spec));
    }

    private static ModelSpec Version(long version) => Spec with { Id = new ModelVersion("e", version) };

    private (long Version, long Revision) Found(long? version)
    {
        var pool = _table.Find("e", version)!.Pool;
        return (pool.Model.Version, pool.Revision);
    }
}
