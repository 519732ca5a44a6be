using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>Counts native programs of the whole process, so it runs alone.</summary>
[Collection(nameof(LibTorchMemoryTests))]
public class LibTorchSharingTests
{
    [Theory]
    [InlineData("Linear", 1)]
    [InlineData("Counter", 4)]
    [InlineData("Captured", 4)]
    [InlineData("Unfreezable", 4)]
    public async Task Four_replicas_hold_one_program_unless_it_may_keep_state(string program, int programs)
    {
        var spec = TorchPrograms.Spec(TorchPrograms.PathOf(program));
        var before = LibTorchBinding.LivePrograms;
        var replicas = new ILoadedModel[4];
        for (var i = 0; i < replicas.Length; i++)
            replicas[i] = (await TorchPrograms.Runtime.LoadAsync(spec, spec.Replicas[0], CancellationToken.None)).Model!;
        Assert.Equal(programs, LibTorchBinding.LivePrograms - before);
        for (var i = 1; i < replicas.Length; i++)
            await replicas[i].DisposeAsync();
        Assert.Equal(1, LibTorchBinding.LivePrograms - before);
        await replicas[0].DisposeAsync();
        Assert.Equal(before, LibTorchBinding.LivePrograms);
    }

    [Theory]
    [InlineData("Counter", "it may change its attribute 'count'")]
    [InlineData("Captured", "it writes to a constant")]
    [InlineData("Unfreezable", "it can't be frozen")]
    [InlineData("Linear", null)]
    [InlineData("InPlace", null)]
    [InlineData("Frozen", null)]
    [InlineData("Picture", null)]
    public void The_program_tells_why_it_is_not_shared(string name, string? reason)
    {
        using var program = TorchEnvironment.Binding.Load(TorchPrograms.PathOf(name), TorchDevice.Cpu, TorchPrecision.Fp32);
        Assert.Equal(reason, program.UnsharedReason);
    }
}
