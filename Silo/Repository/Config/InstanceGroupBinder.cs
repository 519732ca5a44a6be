using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>Binds <c>instance_group</c> to the device slots of one silo.</summary>
internal sealed class InstanceGroupBinder(RepositoryOptions options, int threads)
{
    private static readonly Choices<InstanceKind> Kinds =
        new(("KIND_AUTO", InstanceKind.Auto), ("KIND_GPU", InstanceKind.Gpu), ("KIND_CPU", InstanceKind.Cpu), ("KIND_MODEL", null));

    /// <summary>What a model gets that asks for nothing: replicas on each GPU of the silo, or on the CPU where it has none.</summary>
    public static ImmutableArray<DeviceSlot> Default(RepositoryOptions options, int threads) =>
        [.. new InstanceGroupBinder(options, threads).Slots(InstanceKind.Auto, options.DefaultReplicas, [])];

    public ImmutableArray<DeviceSlot> Bind(MessageReader root)
    {
        var slots = root.Messages("instance_group").SelectMany(Group).ToImmutableArray();
        if (slots.Length > RepositoryOptions.MaxReplicas)
            root.Problem("instance_group", $"asks for {slots.Length} replicas; allowed: at most {RepositoryOptions.MaxReplicas}");
        return root.Has("instance_group") ? slots : Default(options, threads);
    }

    private IEnumerable<DeviceSlot> Group(MessageReader group)
    {
        var kind = group.Choice("kind", Kinds, InstanceKind.Auto);
        var count = Math.Max(1, (int)group.Integer("count", 0, RepositoryOptions.MaxReplicas, 1));
        var gpus = group.Integers("gpus", gpu => gpu >= 0 && (kind != InstanceKind.Gpu || gpu < options.Gpus || !options.LoadsModels), Gpus(kind));
        if (kind == InstanceKind.Cpu && gpus.Length > 0) group.Refuse("gpus", "nothing, because kind is KIND_CPU");
        if (kind == InstanceKind.Gpu && options.Gpus == 0 && options.LoadsModels && gpus.Length == 0 && !group.Has("gpus"))
            group.Refuse("kind", "KIND_AUTO, KIND_CPU, because this silo has no GPU");
        group.Text("name");
        group.NotSupported("passive", "every replica takes requests");
        group.NotUsed("rate_limiter", "secondary_devices", "profile", "host_policy");
        group.Close();
        return Slots(kind, count, gpus);
    }

    private string Gpus(InstanceKind kind) =>
        kind != InstanceKind.Gpu ? "an integer of at least 0"
        : options.Gpus == 0 ? "nothing, because this silo has no GPU"
        : $"an integer from 0 to {options.Gpus - 1}, one for each GPU of this silo";

    private IEnumerable<DeviceSlot> Slots(InstanceKind kind, int count, ImmutableArray<long> gpus)
    {
        var onGpus = kind == InstanceKind.Gpu || (kind == InstanceKind.Auto && options.Gpus > 0 && gpus.All(gpu => gpu < options.Gpus));
        var devices = !onGpus ? ["cpu"]
            : gpus.IsEmpty ? Enumerable.Range(0, Math.Max(1, options.Gpus)).Select(gpu => $"cuda:{gpu}")
            : gpus.Select(gpu => $"cuda:{gpu}");
        return devices.SelectMany(device => Enumerable.Repeat(new DeviceSlot(device, threads), count));
    }
}
