using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Torch;

public class SharedProgramsTests
{
    private static readonly ModelSpec Spec = TorchPrograms.Spec("model.pt");

    private readonly SharedPrograms _programs = new();
    private readonly List<FakeProgram> _loaded = [];

    private ITorchProgram Take(ModelSpec spec, TorchDevice device = default, string? unsharedReason = null)
    {
        return _programs.Take(spec, device, () =>
        {
            _loaded.Add(new FakeProgram { UnsharedReason = unsharedReason });
            return _loaded[^1];
        });
    }

    [Fact]
    public void Replicas_of_one_loading_share_a_program_until_the_last_has_gone()
    {
        var takes = Enumerable.Range(0, 4).Select(_ => Take(Spec, TorchDevice.Cpu)).ToArray();
        Assert.Single(_loaded);
        foreach (var take in takes[1..])
        {
            take.Dispose();
            take.Dispose();
        }
        Assert.Equal(0, _loaded[0].Disposals);
        takes[0].Dispose();
        Assert.Equal(1, _loaded[0].Disposals);
        Take(Spec, TorchDevice.Cpu);
        Assert.Equal(2, _loaded.Count);
    }

    [Fact]
    public void A_reload_has_a_program_of_its_own_though_its_specification_says_the_same()
    {
        var reloaded = Spec with { };
        Assert.Equal(Spec, reloaded);
        Take(Spec, TorchDevice.Cpu);
        Take(reloaded, TorchDevice.Cpu);
        Assert.Equal(2, _loaded.Count);
    }

    [Fact]
    public void Programs_that_keep_state_are_loaded_for_each_replica()
    {
        var first = Take(Spec, TorchDevice.Cpu, "it counts");
        Take(Spec, TorchDevice.Cpu, "it counts");
        Assert.Equal(2, _loaded.Count);
        first.Dispose();
        Assert.Equal([1, 0], _loaded.Select(program => program.Disposals));
    }

    [Fact]
    public void Each_slot_of_a_cuda_device_has_a_program_of_its_own()
    {
        Take(Spec, new TorchDevice(0));
        Take(Spec, new TorchDevice(0));
        Assert.Equal(2, _loaded.Count);
    }

    [Fact]
    public void A_load_that_failed_is_tried_again()
    {
        Assert.Throws<ProgramException>(() => _programs.Take(Spec, TorchDevice.Cpu, () => throw new ProgramException("broken")));
        Take(Spec, TorchDevice.Cpu).Dispose();
        Assert.Equal(1, _loaded.Single().Disposals);
    }

    [Fact]
    public async Task Replicas_that_load_at_once_wait_for_one_load()
    {
        using var loading = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var loads = 0;
        ITorchProgram Load()
        {
            Interlocked.Increment(ref loads);
            loading.Release();
            Assert.True(go.Wait(TimeSpan.FromSeconds(60)));
            return new FakeProgram();
        }
        var takes = Enumerable.Range(0, 4).Select(_ => Task.Run(() => _programs.Take(Spec, TorchDevice.Cpu, Load))).ToArray();
        Assert.True(await loading.WaitAsync(TimeSpan.FromSeconds(60)));
        go.Release(takes.Length);
        await Task.WhenAll(takes).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, loads);
    }
}
