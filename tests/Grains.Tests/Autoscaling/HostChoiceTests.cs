using System.Net;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>Which silo's orchestrator is asked.</summary>
public sealed class HostChoiceTests
{
    private readonly Autoscaler _autoscaler = new(maxCostPerHour: null, DateTimeOffset.UnixEpoch);
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void One_orchestrator_is_used_as_long_as_it_can_be()
    {
        Assert.Equal(Address(2), HostOf(2, 3));
        Assert.Equal(Address(2), HostOf(1, 2, 3));
        Assert.Equal(Address(1), HostOf(1, 3));
    }

    [Fact]
    public void It_is_not_that_of_the_silo_that_would_have_to_go_next_where_there_is_another()
    {
        Assert.Equal(Address(1), HostOf(1, 2));

        _autoscaler.Answered(new HostStatus { Asked = 2, Running = 2, NextToGo = "silo-1" });
        Assert.Equal(Address(2), HostOf(1, 2));

        _autoscaler.Answered(new HostStatus { Asked = 1, Running = 1, NextToGo = "silo-2" });
        Assert.Equal(Address(2), HostOf(2));
    }

    /// <summary>Whose orchestrator is asked, of so many silos that each have one.</summary>
    private SiloAddress? HostOf(params int[] silos)
    {
        _now += TimeSpan.FromMinutes(1);
        foreach (var silo in silos) _autoscaler.Hear(Report(silo), _now);
        _autoscaler.Follow(_ => SiloStatus.Active, [.. silos.Select(Address)], hasLearned: true, _now);
        var host = _autoscaler.Decide(_now).Host;
        _autoscaler.Failed("it did not answer");
        return host;
    }

    private static SiloReport Report(int silo) => new()
    {
        Silo = Address(silo), Name = $"silo-{silo}", Orchestrator = "kubernetes", Devices = [new DeviceRoom("cpu", 8, 0, 0)],
        Pools = [new SiloPoolSize { Model = new ModelVersion("m", 1), Replicas = 1, Scaling = new ScalingSpec() }],
    };

    private static SiloAddress Address(int number) => SiloAddress.New(IPAddress.Loopback, 11111, number);
}
