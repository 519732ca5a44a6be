using OrleansInference.Routing.Traffic;

namespace OrleansInference.Tests.Repository.Config;

public sealed class TrafficConfigTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void Parameters_say_how_requests_are_spread_until_that_is_changed() => Assert.Equal(
        new TrafficSpec
        {
            Weights = [new(1, 95), new(2, 5)], StickyKey = "user", AffinityKey = "session", Policy = "round_robin", Shadow = new ShadowSpec { Version = 2, Share = 0.1 },
        },
        _repository.With("m/2/model.pt").Configured(
            "version_policy { specific { versions: [ 2 ] } }"
            + Of("TRAFFIC_WEIGHTS", "2:5, 1:95") + Of("STICKY_KEY", "user") + Of("AFFINITY_KEY", "session") + Of("ROUTING_POLICY", "round_robin") + Of("SHADOW_VERSION", "2:0.1"))
            .Spec!.Description.Traffic);

    [Fact]
    public void Without_them_the_latest_version_gets_all() => Assert.Equal(TrafficSpec.Default, _repository.Spec("").Description.Traffic);

    [Fact]
    public void Everything_that_is_wrong_is_named_with_its_place()
    {
        var reason = _repository.Reason(
            Of("TRAFFIC_WEIGHTS", "1:95;2:5") + Of("STICKY_KEY", "priority") + Of("ROUTING_POLICY", "fastest") + Of("SHADOW_VERSION", "2:7") + Of("AFFINITY_KEY", ""));

        Assert.Contains("of TRAFFIC_WEIGHTS is \"1:95;2:5\"; allowed: version:weight, with commas between them, such as 1:95,2:5", reason);
        Assert.Contains("of STICKY_KEY is 'priority'; allowed: the name of a request parameter that is not reserved", reason);
        Assert.Contains("of ROUTING_POLICY is 'fastest'; allowed: least_work, least_queue, power_of_two_choices, round_robin, prequal", reason);
        Assert.Contains("of SHADOW_VERSION has the share 7; allowed: above 0, at most 1", reason);
        Assert.Contains("of AFFINITY_KEY has 0 letters", reason);
    }

    [Fact]
    public void A_version_that_is_named_but_not_served_is_a_warning() => Assert.Equal(
        ["TRAFFIC_WEIGHTS names version 2, which is not served; version_policy chooses 1", "SHADOW_VERSION names version 3, which is not served; version_policy chooses 1"],
        _repository.Configured(Of("TRAFFIC_WEIGHTS", "1:95,2:5") + Of("SHADOW_VERSION", "3:1")).Warnings.ToArray());

    private static string Of(string key, string value) => $"parameters {{ key: '{key}' value {{ string_value: '{value}' }} }}\n";
}
