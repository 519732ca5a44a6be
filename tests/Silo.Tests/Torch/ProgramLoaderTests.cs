using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Models;

namespace OrleansInference.Torch;

public class ProgramLoaderTests
{
    private readonly LoggedLines _log = new();

    private static ModelSpec Spec(string optimize = "auto") => TorchPrograms.Spec("model.pt") with
    {
        WarmUp = [[Tensors.Floats("x", 1)]],
        Parameters = ImmutableDictionary<string, string>.Empty.Add("OPTIMIZE", optimize),
    };

    private ITorchProgram Load(ModelSpec spec, ITorchProgram program, bool canOptimize = true) =>
        new ProgramLoader(new FakeBinding(() => program, canOptimize), new ManualTime(), _log).Load(spec, TorchDevice.Cpu);

    [Fact]
    public void A_program_that_keeps_state_is_not_tried_and_the_log_says_why_it_is_not_shared()
    {
        var program = new FakeProgram { UnsharedReason = "it counts", Pass = _ => throw new InvalidOperationException() };
        Assert.Same(program, Load(Spec(), program));
        Assert.Equal("'model/1' is loaded once for each replica and runs as it is: it counts", _log.Single(LogLevel.Information));
    }

    [Fact]
    public void Nothing_is_tried_where_the_configuration_says_so()
    {
        var program = new FakeProgram { Pass = _ => throw new InvalidOperationException() };
        Assert.Same(program, Load(Spec("none"), program));
    }

    [Fact]
    public void A_binding_that_knows_no_other_way_says_so_once()
    {
        var program = new FakeProgram { Pass = _ => throw new InvalidOperationException() };
        var loader = new ProgramLoader(new FakeBinding(() => program, canOptimize: false), new ManualTime(), _log);
        for (var i = 0; i < 3; i++)
            Assert.Same(program, loader.Load(Spec(), TorchDevice.Cpu));
        Assert.Contains("Fake has neither", _log.Single(LogLevel.Information));
    }

    [Fact]
    public void A_load_that_runs_out_of_memory_is_no_fault_of_the_file()
    {
        var message = LoadFailure.Explain("/m/model.pt", "CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 7.79 GiB total capacity)");
        Assert.StartsWith("There is no room for '/m/model.pt': CUDA out of memory. Tried to allocate 20.00 MiB", message);
        Assert.True(LoadFailure.IsLackOfMemory(message));
    }

    [Fact]
    public void Memory_of_the_cpu_is_not_asked_for() => Assert.Null(DeviceMemory.Read(TorchDevice.Cpu));
}
