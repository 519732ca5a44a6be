using System.Collections.Concurrent;

namespace OrleansInference.Interop.Models;

/// <summary>The runs of the model <c>hold</c>, each known by the mark that its caller chose.</summary>
internal sealed class Holds
{
    /// <summary>A run that nobody releases ends all the same.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<long, (TaskCompletionSource Started, TaskCompletionSource Released)> _marks = new();

    /// <summary>The marks whose run has started.</summary>
    public long[] Started => [.. _marks.Where(mark => mark.Value.Started.Task.IsCompleted).Select(mark => mark.Key)];

    public async Task Run(long mark)
    {
        var (started, released) = Of(mark);
        started.TrySetResult();
        await released.Task.WaitAsync(Bound);
    }

    public Task WaitForStart(long mark) => Of(mark).Started.Task.WaitAsync(Bound);

    public void Release(long mark) => Of(mark).Released.TrySetResult();

    private (TaskCompletionSource Started, TaskCompletionSource Released) Of(long mark) => _marks.GetOrAdd(mark, static _ => (
        new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
        new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
}
