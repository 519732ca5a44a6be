using System.Collections.Immutable;
using OrleansInference.Drills.Clusters;

namespace OrleansInference.Drills.Drilling;

/// <summary>
/// Silos in network namespaces of their own, on one bridge, which also has Redis and the callers. The last silo's link goes down for half a minute: then there are two
/// sides, and the list of members is on one of them.
/// </summary>
internal static class NetworkCut
{
    private const string Bridge = "oi-drill";
    private const string Network = "10.231.7";

    private static readonly TimeSpan CutTime = TimeSpan.FromSeconds(30);
    private static readonly ImmutableArray<string> Names = ["one", "two", "three"];

    public static readonly Drill Drill = new("network-cut", "a silo's network is cut for 30 s from the other silos and Redis", Plans.Last, Break)
    {
        Silos = [.. Names.Select((name, i) => Silo(name, i))], RedisHost = $"{Network}.1", Prepare = Prepare,
    };

    private static SiloSpec Silo(string name, int index) => new(name)
    {
        Host = Address(index),
        Prefix = ["ip", "netns", "exec", Space(index)],
        Options = ["--address", Address(index), "--allow-anonymous", "--cluster-address", Address(index)],
    };

    private static string Space(int index) => $"{Bridge}-{index}";

    private static string Link(int index) => $"{Bridge}{index}";

    private static string Address(int index) => $"{Network}.{index + 2}";

    private static Undo Prepare()
    {
        var undo = new Undo();
        undo.Do($"ip link add {Bridge} type bridge", $"ip link delete {Bridge}");
        undo.Do($"ip address add {Network}.1/24 dev {Bridge}");
        undo.Do($"ip link set {Bridge} up");
        for (var i = 0; i < Names.Length; i++)
        {
            undo.Do($"ip netns add {Space(i)}", $"ip netns delete {Space(i)}");
            undo.Do($"ip link add {Link(i)} type veth peer name eth0 netns {Space(i)}");
            undo.Do($"ip link set {Link(i)} master {Bridge} up");
            undo.Do($"ip -n {Space(i)} address add {Address(i)}/24 dev eth0");
            undo.Do($"ip -n {Space(i)} link set eth0 up");
            undo.Do($"ip -n {Space(i)} link set lo up");
        }
        return undo;
    }

    private static async Task Break(DrillRun run)
    {
        var link = Link(Names.Length - 1);
        run.MarkKill("the cut");
        SystemCommand.Run($"ip link set {link} down");
        await Task.Delay(CutTime);
        run.MarkKill("the cut's end");
        SystemCommand.Run($"ip link set {link} up");
        await run.PhaseAsync();
        await run.StartIfEndedAsync(run.Victim);
        await run.PhaseAsync();
    }
}
