using OrleansInference.Repository;
using OrleansInference.Torch;

namespace OrleansInference.Hosting;

internal static class TorchDevices
{
    /// <summary>Lets models use the GPUs that torch finds, where the settings don't say how many.</summary>
    public static IServiceCollection AddTorchDevices(this IServiceCollection services) =>
        services.PostConfigure<RepositoryOptions>(options =>
        {
            if (options is { Gpus: 0, LoadsModels: true }) options.Gpus = TorchEnvironment.Binding.CudaDevices;
        });
}
