using System.Collections.Immutable;

namespace OrleansInference.Routing.Traffic;

public sealed class TrafficValidatorTests
{
    [Fact]
    public void What_is_sound_has_no_problems()
    {
        Assert.Empty(Problems(TrafficSpec.Default));
        Assert.Empty(Problems(new TrafficSpec
        {
            Weights = [new(1, 95), new(2, 5)], StickyKey = "user", AffinityKey = "session", Policy = PolicyNames.Prequal,
            Shadow = new ShadowSpec { Version = 2, Share = 1 },
        }));
        Assert.Empty(Problems(new TrafficSpec { Weights = [new(1, 1), new(2, 0)], Shadow = new ShadowSpec { Version = 2, Share = 0.5 } }));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_key_value_and_what_is_allowed()
    {
        var problems = Problems(new TrafficSpec
        {
            Weights = [new(1, -1), new(7, 5)], StickyKey = "timeout", AffinityKey = "triton_x", Policy = "fastest",
            Shadow = new ShadowSpec { Version = 8, Share = 2, Tolerance = double.NaN },
        });
        Assert.Equal(
        [
            "weights is 1:-1,7:5; allowed: weights that are finite numbers of at least 0, also added up",
            "weights names version 7; the model has 1, 2",
            "sticky_key is 'timeout'; allowed: the name of a request parameter that is not reserved (timeout, priority, sequence_id, sequence_start, sequence_end, binary_data_output, triton_…)",
            "affinity_key is 'triton_x'; allowed: the name of a request parameter that is not reserved (timeout, priority, sequence_id, sequence_start, sequence_end, binary_data_output, triton_…)",
            "policy is 'fastest'; allowed: least_work, least_queue, power_of_two_choices, round_robin, prequal",
            "shadow has the share 2; allowed: above 0, at most 1",
            "shadow has the tolerance NaN; allowed: a finite number of at least 0",
            "shadow names version 8; the model has 1, 2",
        ], problems);
    }

    [Theory]
    [InlineData("1:0,2:0", "weights is 1:0,2:0; allowed: at least one weight above 0, or no weights")]
    [InlineData("1:1,1:2", "weights is 1:1,1:2; allowed: each version once, not 1 again")]
    [InlineData("1:1e308,2:1e308", "weights is 1:1E+308,2:1E+308; allowed: weights that are finite numbers of at least 0, also added up")]
    public void Weights_that_split_nothing_are_refused(string weights, string problem)
    {
        Assert.True(TrafficText.TryReadWeights(weights, out var read));
        Assert.Equal([problem], Problems(new TrafficSpec { Weights = read }));
    }

    [Fact]
    public void A_shadow_of_the_only_version_is_refused() => Assert.Equal(
        ["shadow is version 2, which gets every request anyway; allowed: another version, or none"],
        Problems(new TrafficSpec { Weights = [new(1, 0), new(2, 3)], Shadow = new ShadowSpec { Version = 2, Share = 0.1 } }));

    [Fact]
    public void Where_the_versions_are_not_known_any_from_1_may_be_named()
    {
        var spec = new TrafficSpec { Weights = [new(0, 1), new(9, 1)] };
        Assert.Equal(["weights names version 0; allowed: versions from 1"], TrafficValidator.Problems(spec, versions: null).Select(problem => $"{problem}"));
    }

    [Fact]
    public void More_versions_than_are_chosen_among_are_refused()
    {
        var spec = new TrafficSpec { Weights = [.. Enumerable.Range(1, 17).Select(version => new VersionWeight(version, 1))] };
        Assert.Equal("weights has 17 versions; allowed: at most 16", $"{Assert.Single(TrafficValidator.Problems(spec, versions: null))}");
    }

    private static IEnumerable<string> Problems(TrafficSpec spec) =>
        TrafficValidator.Problems(spec, ImmutableArray.Create<long>(1, 2)).Select(problem => problem.ToString());
}
