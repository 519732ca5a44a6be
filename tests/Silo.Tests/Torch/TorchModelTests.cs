using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Torch;

public class TorchModelTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Programs_run_in_evaluation_mode()
    {
        await using var model = await TorchPrograms.Load("Dropout");
        var values = Enumerable.Range(1, 100).Select(value => (float)value).ToArray();
        Tensors.Equal(values, (await model.Run(Tensors.Floats("x", values)))[0].Floats());
    }

    [Fact]
    public async Task Programs_run_in_inference_mode()
    {
        await using var model = await TorchPrograms.Load("Gradient");
        Tensors.Equal([(byte)0, (byte)1], (await model.Run(Tensors.Floats("x", 1)))[0].Read<byte>());
    }

    [Fact]
    public async Task A_returned_state_does_not_change_with_the_next_run()
    {
        await using var model = await TorchPrograms.Load("Counter");
        var first = await model.Run(Tensors.Floats("x", 0));
        var second = await model.Run(Tensors.Floats("x", 0));
        Assert.Equal([2], second[0].Floats());
        Assert.Equal([1], first[0].Floats());
    }

    [Fact]
    public async Task A_returned_input_does_not_share_its_memory()
    {
        await using var model = await TorchPrograms.Load("Identity");
        var bytes = new byte[] { 1, 2, 3 };
        var output = await model.Run(new InferenceTensor { Name = "x", DataType = TensorDataType.UInt8, Shape = [3], Data = bytes });
        bytes.AsSpan().Clear();
        Assert.Equal([1, 2, 3], output[0].Read<byte>());
    }

    [Fact]
    public async Task Outputs_that_share_memory_are_released_each_for_itself()
    {
        await using var model = await TorchPrograms.Load("Halves");
        var outputs = await model.Run(Tensors.Floats("x", 1, 2, 3, 4));
        outputs.RemoveAt(1).Release();
        Assert.Equal([3, 4], outputs[1].Floats());
    }

    [Fact]
    public async Task Outputs_stay_readable_after_the_model_is_gone()
    {
        var model = await TorchPrograms.Load("Double");
        var outputs = await model.Run(Tensors.Floats("x", 1, 2));
        await model.DisposeAsync();
        Assert.Equal([2, 4], outputs[0].Floats());
        outputs.Release();
    }

    [Fact]
    public async Task Released_memory_cannot_be_read()
    {
        await using var model = await TorchPrograms.Load("Double");
        var outputs = await model.Run(Tensors.Floats("x", 1, 2));
        outputs.Release();
        Assert.Throws<ObjectDisposedException>(() => outputs[0].Floats());
    }

    [Fact]
    public async Task Shared_memory_is_given_back_by_its_last_holder()
    {
        await using var model = await TorchPrograms.Load("Double");
        var outputs = await model.Run(Tensors.Floats("x", 1, 2));
        TensorMemory.Share(outputs[0].Data, 2);
        outputs.Release();
        Assert.Equal([2, 4], outputs[0].Floats());
        outputs.Release();
        Assert.Throws<ObjectDisposedException>(() => outputs[0].Floats());
    }

    [Fact]
    public async Task A_pinned_output_outlives_its_release()
    {
        await using var model = await TorchPrograms.Load("Double");
        var outputs = await model.Run(Tensors.Floats("x", 1));
        using var pin = outputs[0].Data.Pin();
        outputs.Release();
        unsafe
        {
            Assert.Equal(2f, *(float*)pin.Pointer);
        }
    }

    [Fact]
    public async Task The_caller_does_not_wait_for_the_program()
    {
        await using var model = await TorchPrograms.Load("Long");
        var run = model.RunAsync([Tensors.Floats("x", 300_000)]).AsTask();
        Assert.False(run.IsCompleted);
        Tensors.Equal([300_000], (await run.WaitAsync(Bound)).Outputs[0].Floats());
    }

    [Fact]
    public async Task Disposing_lets_the_run_under_way_end_and_refuses_later_ones()
    {
        var model = await TorchPrograms.Load("Long");
        var run = model.RunAsync([Tensors.Floats("x", 300_000)]).AsTask();
        var disposed = model.DisposeAsync().AsTask();
        Assert.False(disposed.IsCompleted);
        Assert.Contains("Long/1 was unloaded", await model.Fault(FaultKind.Unavailable, Tensors.Floats("x", 1)));
        await disposed.WaitAsync(Bound);
        Assert.True(run.IsCompletedSuccessfully);
        Tensors.Equal([300_000], (await run).Outputs[0].Floats());
        await model.DisposeAsync();
    }

    [Fact]
    public async Task Models_run_side_by_side()
    {
        await Parallel.ForAsync(0, 8, async (seed, _) =>
        {
            await using var model = await TorchPrograms.Load("Linear", threads: 1 + (seed % 2));
            for (var i = 0; i < 200; i++)
            {
                var outputs = await model.Run(Tensors.Of("input", TensorDataType.Fp32, [seed, (float)i], 1, 2));
                Assert.Equal([seed + (2 * i) + 0.5f, (3 * seed) + (4 * i) + 0.25f, (5 * seed) + (6 * i) + 0.125f], outputs[0].Floats());
                outputs.Release();
            }
        }).WaitAsync(Bound);
    }

    [Fact]
    public async Task A_load_that_is_cancelled_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await TorchPrograms.Runtime.LoadAsync(TorchPrograms.Spec(TorchPrograms.PathOf("Identity")), new DeviceSlot("cpu", 1), cancellation.Token));
    }

    [Fact]
    public void The_environment_tells_its_binding_version_and_devices()
    {
        var description = TorchEnvironment.Describe();
        Assert.Equal(TorchEnvironment.Binding.Name, description.Binding);
        Assert.Matches(@"^\d+\.\d+", description.Version);
        Assert.StartsWith("cpu (", description.Devices[0]);
        Assert.True(description.ProductSpeed > 0);
        Assert.Equal(TorchEnvironment.WarningOf(description.ProductSpeed), description.Warning);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(70, false)]
    public void Slow_matrix_products_are_warned_of_with_what_to_install(double speed, bool warned) =>
        Assert.Equal(warned, TorchEnvironment.WarningOf(speed)?.Contains("apt-get install libopenblas0-openmp", StringComparison.Ordinal) ?? false);
}
