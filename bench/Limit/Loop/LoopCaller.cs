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

    public LoopCaller(string program, int threads)
    {
        _thread = new Thread(() => Work(program, threads), StackBytes) { IsBackground = true };
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

    private void Work(string path, int threads)
    {
        var binding = TorchEnvironment.Binding;
        binding.Threads = threads;
        using var program = binding.Load(path, TorchDevice.Cpu);
        foreach (var job in _jobs.GetConsumingEnumerable())
            job(program);
    }
}
