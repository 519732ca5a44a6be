using System.Globalization;
using System.Xml.Linq;

namespace OrleansInference.Bench.Sweeps;

public sealed class PictureTests
{
    private static readonly LatencyPanel Panel = new(
        "tiny & <co>", 5, [new("server", [new(100, 0.2, 1), new(2000, 0.5, 30)]), new("fastapi", [new(90, 1, 4), new(300, 2, double.PositiveInfinity)])]);

    [Fact]
    public void An_axis_ends_at_round_values_around_the_data()
    {
        var scale = new LogScale(3, 700, from: 0, to: 100);
        Assert.Equal([2, 5, 10, 20, 50, 100, 200, 500, 1000], scale.Ticks(most: 9));
        Assert.Equal(0, scale.At(2), tolerance: 1e-9);
        Assert.Equal(100, scale.At(1000), tolerance: 1e-9);
    }

    [Fact]
    public void Equal_factors_are_equally_far()
    {
        var scale = new LogScale(1, 100, from: 300, to: 0);
        Assert.Equal([1, 2, 5, 10, 20, 50, 100], scale.Ticks(most: 7));
        Assert.Equal(150, scale.At(10), tolerance: 1e-9);
        Assert.Equal(scale.At(1) - scale.At(2), scale.At(50) - scale.At(100), tolerance: 1e-9);
    }

    [Fact]
    public void Many_marks_are_thinned_to_powers_of_ten() => Assert.Equal([0.1, 1, 10, 100], new LogScale(0.1, 100, 0, 1).Ticks(most: 6));

    [Fact]
    public void One_value_has_an_axis_too() => Assert.InRange(new LogScale(5, 5, 0, 100).At(5), 0, 100);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(1, double.PositiveInfinity)]
    public void There_is_no_logarithm_of_some_values(double least, double most) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogScale(least, most, 0, 1));

    [Fact]
    public void A_picture_says_its_units_and_shows_every_finite_point()
    {
        var svg = XDocument.Parse(LatencyPicture.Draw([Panel, Panel])).Root!;
        var texts = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        Assert.Equal(2, texts.Count(text => text == "offered load, requests/s"));
        Assert.Equal(2, texts.Count(text => text == "latency, ms"));
        Assert.Contains("tiny & <co>", texts);
        Assert.Contains("bound of p99: 5 ms", texts);
        Assert.Contains("fastapi, p99", texts);
        // Of the second server, three points of four are finite; one hollow and one full mark more are in the legend.
        Assert.Equal((2 * 3) + 2, svg.Descendants().Count(element => element.Name.LocalName == "rect" && (string?)element.Attribute("width") == "8"));
        Assert.All(svg.Descendants().Where(element => element.Name.LocalName == "circle"), circle =>
            Assert.InRange(double.Parse(circle.Attribute("cx")!.Value, CultureInfo.InvariantCulture), 0, 800));
    }

    [Fact]
    public void A_table_is_read_as_it_was_written()
    {
        var (fast, slow) = (new SweepPoint(10.5), new SweepPoint(20));
        fast.Add(1.25, 2.5);
        slow.Add(3, double.PositiveInfinity);
        var panel = SweepTable.Parse("tiny", SweepTable.Format(new SweepReport([new("a", 1, 2, [fast, slow]), new("b", 1, 2, [fast])], Bound: 7)));
        Assert.Equal(("tiny", 7), (panel.Title, panel.Bound));
        Assert.Equal(["a", "b"], panel.Series.Select(series => series.Name));
        Assert.Equal<LatencyPoint>([new(10.5, 1.25, 2.5), new(20, 3, double.PositiveInfinity)], panel.Series[0].Points);
    }

    [Fact]
    public void Another_table_is_refused() => Assert.Throws<InvalidDataException>(() => SweepTable.Parse("tiny", "a,b\n1,2\n"));
}
