namespace OrleansInference.Control;

public sealed class WantedModelsTests
{
    private readonly WantedModels _wanted = new();

    [Fact]
    public void Of_two_records_the_later_one_counts_wherever_it_was_heard()
    {
        _wanted.Note(Model("a", isWanted: true, stamp: 5));
        Assert.Empty(_wanted.Merge([Model("a", isWanted: false, stamp: 4), Model("a", isWanted: false, stamp: 5)]));

        var news = _wanted.Merge([Model("a", isWanted: false, stamp: 6), Model("b", isWanted: true, stamp: 1)]);
        Assert.Equal(["a", "b"], news.Select(model => model.Model));
        Assert.Equal([("a", false), ("b", true)], _wanted.All.Select(model => (model.Model, model.IsWanted)));
    }

    [Fact]
    public void What_a_caller_asks_for_now_counts_though_its_clock_is_behind()
    {
        _wanted.Note(Model("a", isWanted: true, stamp: 100));
        _wanted.Note(Model("a", isWanted: false, stamp: 50));

        Assert.Equal(Model("a", isWanted: false, stamp: 101), Assert.Single(_wanted.All));
    }

    private static WantedModel Model(string model, bool isWanted, long stamp) => new() { Model = model, IsWanted = isWanted, Stamp = stamp };
}
