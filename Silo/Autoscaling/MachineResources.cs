using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansInference.Hosting;
using OrleansInference.Hosting.Clustering;
using OrleansInference.Repository;
using OrleansInference.Torch;

namespace OrleansInference.Autoscaling;

internal static class MachineResources
{
    private const string LibTorch = "LibTorch";

    /// <summary>Registers what this machine has as the silo's <see cref="SiloResources"/>.</summary>
    public static IServiceCollection AddMachineResources(this IServiceCollection services)
    {
        services.TryAddSingleton(provider =>
        {
            var cluster = provider.GetRequiredService<IOptions<SiloClusterOptions>>().Value;
            var gpus = provider.GetRequiredService<IOptions<RepositoryOptions>>().Value.Gpus;
            return new SiloResources
            {
                Name = cluster.SiloName,
                FailureDomain = cluster.Domain,
                Devices = () => [Cpu(), .. Enumerable.Range(0, gpus).Select(Gpu)],
                BytesPerReplica = new ReplicaMemory(BuildFacts.TorchBinding == LibTorch).Of,
            };
        });
        return services;
    }

    private static DeviceRoom Cpu()
    {
        var memory = MachineMemory.Read();
        return new DeviceRoom(TorchDevice.Cpu.ToString(), Environment.ProcessorCount, memory.TotalBytes, memory.FreeBytes);
    }

    private static DeviceRoom Gpu(int number)
    {
        var device = new TorchDevice(number);
        var memory = DeviceMemory.Read(device) ?? default;
        return new DeviceRoom(device.ToString(), Threads: 0, memory.TotalBytes, memory.FreeBytes);
    }
}
