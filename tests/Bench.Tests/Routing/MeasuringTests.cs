using System.Xml.Linq;
using OrleansInference.Telemetry;

namespace OrleansInference.Bench.Routing;

public sealed class MeasuringTests
{
    [Fact]
    public void Ratios_are_of_all_rounds_together_and_spreads_over_the_rounds()
    {
        var (ours, central) = (new LatencySamples(), new LatencySamples());
        foreach (var milliseconds in new[] { 10, 20, 30 })
        {
            var result = new LoadResult();
            result.Record(due: 0, free: 0, sent: 1000, end: milliseconds * 3_000_000L, error: null);
            result.Record(due: 0, free: 0, sent: 1000, end: 1, error: "HTTP 503");
            ours.Add(new RoutingRun(result, LateMicroseconds: milliseconds));
            central.Add(Of(milliseconds));
        }

        Assert.Equal("60.0 [30.0..90.0]", ours.Text(0.99));
        Assert.Equal(3, ours.Ratio(central, 0.99), tolerance: 0.02);
        Assert.Equal((3, 3, 20, 1), (ours.Rounds, ours.Failed, ours.LateMicroseconds, ours.SentLateMicroseconds));
        Assert.Equal((3, 0, 0), (central.Rounds, central.Failed, central.LateMicroseconds));
    }

    [Fact]
    public void Only_answers_within_the_deadline_are_in_time()
    {
        var result = new LoadResult();
        foreach (var milliseconds in new[] { 100, 499, 501, 900 })
            result.Record(due: 0, free: 0, sent: 0, end: milliseconds * 1_000_000L, error: null);
        result.Record(due: 0, free: 0, sent: 0, end: 1_000_000, error: "HTTP 503");

        Assert.Equal(2, OverloadCase.InTime(result));
    }

    [Fact]
    public void How_soon_a_refusal_came_is_known_of_all_connections()
    {
        var (one, other, sum) = (new LoadResult(), new LoadResult(), new LoadResult());
        one.Record(due: 0, free: 0, sent: 0, end: 1_000_000, error: "HTTP 503");
        other.Record(due: 0, free: 0, sent: 0, end: 3_000_000, error: "HTTP 503");
        other.Record(due: 0, free: 0, sent: 0, end: 9_000_000, error: "timed out");
        sum.Add(one);
        sum.Add(other);

        Assert.Equal((2, 3_000_000, 4_000_000), (sum.ErrorLatency["HTTP 503"].Count, sum.ErrorLatency["HTTP 503"].Max, sum.ErrorLatency["HTTP 503"].Sum));
        Assert.Equal((3, 1), (sum.Failed, sum.ErrorLatency["timed out"].Count));
        Assert.Equal(0, sum.Latency.Count);
    }

    [Fact]
    public void A_picture_names_every_way_and_each_p999()
    {
        RoutingBar[] bars = [new("central queue", 10, 105, 128), new("ours", 11, 110, 140), new("<other>", 11, 200, 460)];
        var picture = RoutingPicture.Draw([new RoutingPanel("70 % load", [.. bars]), new RoutingPanel("90 % load", [.. bars])]);

        var texts = XDocument.Parse(picture).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        foreach (var text in (string[])["70 % load", "90 % load"])
            Assert.Single(texts, text);
        foreach (var text in (string[])["central queue", "ours", "<other>", "128", "140", "460"])
            Assert.Equal(2, texts.Count(each => each == text));
    }

    [Theory]
    [InlineData("ours=http://127.0.0.1:1/infer,http://127.0.0.1:1/lateness", true)]
    [InlineData("ours=http://127.0.0.1:1/infer", false)]
    [InlineData("=http://127.0.0.1:1/infer,http://127.0.0.1:1/lateness", false)]
    public void A_way_has_a_name_and_two_addresses(string text, bool isWay) => Assert.Equal(isWay, RoutingWay.Parse(text) is not null);

    [Fact]
    public async Task Every_mistake_is_told_at_once()
    {
        using var error = new StringWriter();
        Assert.Equal(2, await new RoutingCommand(TextWriter.Null, error).RunAsync(["measure", "--load", "70,100,much", "--rounds", "0", "--wat", "1"]));

        var mistakes = error.ToString();
        foreach (var text in (string[])["--way", "'100'", "'much'", "--rounds '0'", "--wat: no such option"])
            Assert.Contains(text, mistakes, StringComparison.Ordinal);
        Assert.DoesNotContain("'70'", mistakes, StringComparison.Ordinal);
    }

    private static Histogram Of(int milliseconds)
    {
        var histogram = new Histogram();
        histogram.Record(milliseconds * 1_000_000L);
        return histogram;
    }
}
