using OrleansInference.Inference;

namespace OrleansInference.Torch;

/// <summary>Counts native tensors of the whole process, so it runs alone.</summary>
[CollectionDefinition(nameof(LibTorchMemoryTests), DisableParallelization = true)]
[Collection(nameof(LibTorchMemoryTests))]
public class LibTorchMemoryTests
{
    private static long LiveTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return LibTorchBinding.LiveTensors;
    }

    [Fact]
    public async Task Thousands_of_released_runs_leave_no_tensor()
    {
        await using var model = await TorchPrograms.Load("TupleOutput");
        var before = LiveTensors();
        for (var i = 0; i < 5000; i++)
            (await model.Run(Tensors.Floats("x", 1, 2))).Release();
        Assert.InRange(LibTorchBinding.LiveTensors, 0, before);
    }

    [Fact]
    public async Task Outputs_that_nobody_released_go_with_the_garbage()
    {
        await using var model = await TorchPrograms.Load("TupleOutput");
        var before = LiveTensors();
        await RunAndForget(model);
        Assert.True(LibTorchBinding.LiveTensors >= 20);
        for (var i = 0; i < 10 && LiveTensors() > before; i++)
            await model.Run(Tensors.Floats("x", 1, 2)).ContinueWith(run => run.Result.Release(), TaskScheduler.Default);
        Assert.InRange(LiveTensors(), 0, before);
    }

    [Fact]
    public async Task Faults_leave_no_tensor()
    {
        await using var raises = await TorchPrograms.Load("Raises");
        await using var complex = await TorchPrograms.Load("ComplexOutput");
        await using var misnamed = await TorchPrograms.Load("ListOutput", TorchPrograms.Declare(["x"], ["a", "b", "c", "d"]));
        await using var partly = await TorchPrograms.Load("ListOutput", TorchPrograms.Declare(["x"], ["OUTPUT__1"]));
        var before = LiveTensors();
        for (var i = 0; i < 100; i++)
        {
            await raises.Fault(FaultKind.ModelError, Tensors.Floats("x", -1));
            await complex.Fault(FaultKind.ModelError, Tensors.Floats("x", -1));
            await misnamed.Fault(FaultKind.ModelError, Tensors.Floats("x", -1));
            (await partly.Run(Tensors.Floats("x", -1))).Release();
        }
        Assert.InRange(LibTorchBinding.LiveTensors, 0, before);
    }

    private static async Task RunAndForget(Models.ILoadedModel model)
    {
        for (var i = 0; i < 10; i++)
            await model.Run(Tensors.Floats("x", 1, 2));
    }
}
