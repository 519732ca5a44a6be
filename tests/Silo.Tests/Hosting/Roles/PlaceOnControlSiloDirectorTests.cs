using System.Net;

namespace OrleansInference.Hosting.Roles;

public sealed class PlaceOnControlSiloDirectorTests
{
    private static readonly SiloAddress[] Silos = [.. Enumerable.Range(1, 5).Select(port => SiloAddress.New(IPAddress.Loopback, port, 1))];

    [Fact]
    public void Grains_are_spread_and_a_silo_that_goes_takes_only_its_own_with_it()
    {
        GrainId[] grains = [.. Enumerable.Range(0, 500).Select(i => GrainId.Create("router", $"m{i}"))];
        var before = Array.ConvertAll(grains, grain => PlaceOnControlSiloDirector.Pick(grain, Silos));
        Assert.All(Silos, silo => Assert.InRange(before.Count(silo.Equals), 60, 140)); // 100 are expected, ±4.5 standard deviations

        SiloAddress[] others = [.. Silos.Reverse().Skip(1)];
        var after = Array.ConvertAll(grains, grain => PlaceOnControlSiloDirector.Pick(grain, others));
        Assert.All(before.Zip(after), pair => Assert.True(pair.First.Equals(pair.Second) || pair.First.Equals(Silos[^1])));
    }

    [Fact]
    public void Every_process_picks_the_same() =>
        Assert.Equal(["4", "3", "1"], ((string[])["a", "b", "c"]).Select(model => $"{PlaceOnControlSiloDirector.Pick(GrainId.Create("router", model), Silos).Endpoint.Port}"));
}
