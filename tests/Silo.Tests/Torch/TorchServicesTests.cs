using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Torch;

public class TorchServicesTests
{
    [Fact]
    public async Task A_server_has_a_runtime_for_each_backend_and_the_managed_models_that_were_added()
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddTorchRuntimes()
            .AddManagedModel("mine", spec => new TimedModel(spec, TimeProvider.System))
            .BuildServiceProvider();
        var runtimes = services.GetServices<IModelRuntime>().ToDictionary(runtime => runtime.Backend, StringComparer.Ordinal);
        Assert.Equal(["managed", "pytorch"], runtimes.Keys.Order(StringComparer.Ordinal));
        foreach (var name in new[] { "mine", TimedModel.Name })
        {
            var spec = TorchPrograms.Spec("") with { Backend = "managed", Id = new ModelVersion(name, 1) };
            var loaded = await runtimes["managed"].LoadAsync(spec, new DeviceSlot("cpu", 1), CancellationToken.None);
            Assert.NotNull(loaded.Model);
        }
    }
}
