using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Torch;

public class LostDeviceTests
{
    private const string Fatal = "CUDA error: device-side assert triggered";
    private const string Reason = "cuda:0 runs nothing any more in this process, after \"device-side assert triggered\"; restart the server";

    private readonly LoggedLines _log = new();
    private readonly TorchRuntime _runtime;
    private int _passes;

    public LostDeviceTests()
    {
        var binding = new FakeBinding(
            () => new FakeProgram { Pass = x => ++_passes > 0 && x.Floats()[0] < 0 ? throw new ProgramException(Fatal) : 1 }, canOptimize: false) { CudaDevices = 2 };
        _runtime = new TorchRuntime(binding, TimeProvider.System, new LoggerOf<TorchRuntime>(_log));
    }

    private ValueTask<ModelLoadResult> Load(string device) =>
        _runtime.LoadAsync(TorchPrograms.Spec(TorchPrograms.PathOf("Identity")), new DeviceSlot(device, 1), CancellationToken.None);

    [Fact]
    public async Task A_request_that_ends_the_device_gets_a_fault_that_nobody_tries_again()
    {
        await using var model = (await Load("cuda:0")).Model!;
        Assert.Equal($"The model Identity/1 failed, and {Reason}.", await model.Fault(FaultKind.DeviceLost, Tensors.Floats("x", -1)));
        Assert.Equal($"{Reason}. Torch's own words: {Fatal}", _log.Single(LogLevel.Critical));
    }

    [Fact]
    public async Task Whatever_else_is_on_that_device_is_not_run_and_may_be_tried_elsewhere()
    {
        await using var first = (await Load("cuda:0")).Model!;
        await using var second = (await Load("cuda:0")).Model!;
        await first.Fault(FaultKind.DeviceLost, Tensors.Floats("x", -1));
        foreach (var model in new[] { first, second })
            Assert.Equal($"{Reason}.", await model.Fault(FaultKind.Unavailable, Tensors.Floats("x", 1)));
        Assert.Equal(1, _passes);
    }

    [Fact]
    public async Task Nothing_is_loaded_onto_it_any_more_and_the_others_work()
    {
        await using var model = (await Load("cuda:0")).Model!;
        await model.Fault(FaultKind.DeviceLost, Tensors.Floats("x", -1));
        var again = await Load("cuda:0");
        Assert.Equal((FaultKind.LoadFailed, $"{Reason}."), (again.Fault!.Kind, again.Fault.Message));

        foreach (var device in new[] { "cuda:1", "cpu" })
        {
            await using var other = (await Load(device)).Model!;
            await other.Run(Tensors.Floats("x", 1));
        }
    }

    [Fact]
    public async Task An_error_of_the_program_leaves_the_device()
    {
        await using var model = (await Load("cpu")).Model!;
        Assert.Equal(Fatal, await model.Fault(FaultKind.ModelError, Tensors.Floats("x", -1))); // of CUDA's words, but not of CUDA
        await model.Run(Tensors.Floats("x", 1));
    }

    private sealed class LoggerOf<T>(ILogger logger) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logger.Log(logLevel, eventId, state, exception, formatter);
    }
}
