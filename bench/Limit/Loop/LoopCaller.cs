using System.Collections.Concurrent;
using OrleansInference.Models;
using OrleansInference.Torch;

namespace OrleansInference.Bench;

/// <summary>A thread with a program of its own, which runs forward passes and nothing else.</summary>
internal sealed class LoopCaller : IDisposable
{
    private const int StackBytes = 16 << 20;
    private const int WarmUpPasses = 3; // The profiling executor compiles in the first two.

    private readonly BlockingCollection<Action<ITorchProgram>> _jobs = [];
    private readonly Thread _thread;

    public LoopCaller(string program, LoopWay way)
    {
        _thread = new Thread(() => Work(program, way), StackBytes) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs batches until there is none to take; the task ends with the last.</summary>
    public Task RunAsync(IReadOnlyList<Batch> batches, Func<int> take) => Start(program =>
    {
        InferenceTensor?[]?[] arguments = new InferenceTensor?[batches.Count][];
        for (int index; (index = take()) >= 0;)
            Pass(program, arguments[index] ??= Order(program, batches[index]));
    });

    public Task WarmUpAsync(Batch batch) => Start(program =>
    {
        var arguments = Order(program, batch);
        for (var i = 0; i < WarmUpPasses; i++)
            Pass(program, arguments);
    });

    public void Dispose()
    {
        _jobs.CompleteAdding();
        _thread.Join();
        _jobs.Dispose();
    }

    private static void Pass(ITorchProgram program, InferenceTensor?[] arguments) => ProgramOutput.Release(program.Forward(arguments));

    private static InferenceTensor?[] Order(ITorchProgram program, Batch batch) =>
        [.. program.Arguments.Select(argument => batch.Inputs.FirstOrDefault(input => input.Name == argument.Name))];

    private Task Start(Action<ITorchProgram> job)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs.Add(program =>
        {
            try
            {
                job(program);
                completion.SetResult();
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        });
        return completion.Task;
    }

    /// <summary>What can be done to a program to make it faster.</summary>
    public static IReadOnlyList<ProgramOptimization> Optimizations(string path)
    {
        using var program = Load(path);
        return TorchEnvironment.Binding.CanOptimize && program.UnsharedReason is null ? [.. Enum.GetValues<ProgramOptimization>().Where(IsPossible)] : [];

        bool IsPossible(ProgramOptimization optimization)
        {
            try
            {
                program.Optimize(optimization).Dispose();
                return true;
            }
            catch (ProgramException)
            {
                return false;
            }
        }
    }

    private static ITorchProgram Load(string path) => TorchEnvironment.Binding.Load(path, TorchDevice.Cpu, TorchPrecision.Fp32);

    private void Work(string path, LoopWay way)
    {
        TorchEnvironment.Binding.Threads = way.Threads;
        using var loaded = Load(path);
        using var optimized = way.Optimization is { } optimization ? loaded.Optimize(optimization) : null;
        foreach (var job in _jobs.GetConsumingEnumerable())
            job(optimized ?? loaded);
    }
}
