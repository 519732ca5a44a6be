using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Signals;
using OrleansInference.Models.Managed;
using OrleansInference.Routing;

namespace OrleansInference.Simulation;

/// <summary>What routers tell of demand is what came, whoever came with it and whatever happened meanwhile.</summary>
public sealed class DemandTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>In a batch of four that takes 2 ms and 1 ms for each.</summary>
    private const double WorkSeconds = (0.002 / TimedSource.MaxBatchSize) + 0.001;

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5];

    [Theory, MemberData(nameof(Seeds))]
    public void Every_request_and_its_work_is_in_the_signals_once(int seed)
    {
        using var server = new SimulatedServer(seed);
        server.Start(silos: 3);

        server.Cluster.Run(async () =>
        {
            await server.Load(1000, Gap, timeLeft: null); // batches of every size, from which it learns what they take
            await Pass(server, Look);
            var before = await Signals(server);
            await server.Load(500, Gap, timeLeft: null);
            await Pass(server, Look);
            var after = await Signals(server);

            Assert.Equal(3, after.Demand.Length);
            Assert.Equal(1000, Sum(before, counters => counters.Arrivals));
            Assert.Equal(1500, Sum(after, counters => counters.Arrivals));
            Assert.Equal(1500, Sum(after, counters => counters.Latencies.Count));
            Assert.Equal(500 * WorkSeconds, Sum(after, counters => counters.WorkSeconds) - Sum(before, counters => counters.WorkSeconds), 0.001 * 500 * WorkSeconds);
            Assert.All(after.Demand.SelectMany(demand => demand.Versions), counters => Assert.Equal((0, 0, 0, 0), (counters.InFlight, counters.Waiting, counters.Refused, counters.Late)));
            // What a request has waited is less than what it took by one batch, of 3 to 6 ms.
            var perRequest = (Sum(after, counters => counters.Latencies.Sum) - Sum(after, counters => counters.Waits.Sum)) / 1500 / 1e6;
            Assert.InRange(perRequest, 3, 6);
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Windows_lose_and_double_nothing_when_a_silo_leaves_and_then_the_router_moves(int seed)
    {
        using var server = new SimulatedServer(seed);
        server.Start(silos: 3);

        server.Cluster.Run(async () =>
        {
            var windows = new SignalWindows();
            await LookAt(server, windows);
            var load = server.Load(2000, 2 * Gap, timeLeft: null);
            await Pass(server, Look);
            await LookAt(server, windows);
            var host = await RouterHost(server);
            await server.Stop(server.Alive.First(silo => silo != host));
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
            await Looks(server, windows, 2);
            Assert.Equal((2000, 2000), Counted(server, windows));

            await server.Stop(host);
            Assert.All(await server.Load(500, 2 * Gap, timeLeft: null), outcome => Assert.Null(outcome.Fault));
            await Looks(server, windows, 3);
            Assert.Equal((2500, 2500), Counted(server, windows));
        });
        server.AssertAtRest();
    }

    private static async Task Looks(SimulatedServer server, SignalWindows windows, int count)
    {
        for (var look = 0; look < count; look++)
        {
            await Pass(server, Look);
            await LookAt(server, windows);
        }
    }

    private static (long Arrivals, long Answers) Counted(SimulatedServer server, SignalWindows windows)
    {
        var window = windows.Signals(server.Cluster.TimeProvider.GetUtcNow(), TimeSpan.FromMinutes(1), Look).Stable;
        return (window.Arrivals, window.Latencies.Count);
    }

    /// <summary>Only there an answer takes no time.</summary>
    private static async Task<SimulatedSilo> RouterHost(SimulatedServer server)
    {
        foreach (var silo in server.Alive)
        {
            var asked = server.Cluster.Elapsed;
            await Signals(silo);
            if (server.Cluster.Elapsed == asked) return silo;
        }
        throw new InvalidOperationException("No silo answered at once.");
    }

    private static Task Pass(SimulatedServer server, TimeSpan span) => Task.Delay(span, server.Cluster.TimeProvider);

    private static async Task LookAt(SimulatedServer server, SignalWindows windows)
    {
        var signals = await Signals(server);
        windows.Add(
            signals.Demand.SelectMany(demand => demand.Versions, (demand, counters) => (demand.Dispatcher, counters)), signals.Pools, server.Cluster.TimeProvider.GetUtcNow());
    }

    private static Task<ModelSignals> Signals(SimulatedServer server) => Signals(server.Alive.First());

    private static async Task<ModelSignals> Signals(SimulatedSilo silo)
    {
        ModelSignals? signals = null;
        await silo.RunAsync(async () => signals = await silo.GrainFactory.GetGrain<IRouterGrain>(TimedModel.Name).Signals());
        return signals!;
    }

    private static long Sum(ModelSignals signals, Func<DemandCounters, long> of) => signals.Demand.SelectMany(demand => demand.Versions).Sum(of);

    private static double Sum(ModelSignals signals, Func<DemandCounters, double> of) => signals.Demand.SelectMany(demand => demand.Versions).Sum(of);
}
