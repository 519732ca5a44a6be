namespace OrleansInference.Orchestration.Local;

/// <summary>A run that is up until it ends; it drains until the test lets it end.</summary>
internal sealed class FakeRun(ChildSpec spec) : ISiloRun
{
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;

    public ChildSpec Spec => spec;

    public bool IsUp => !_ended.Task.IsCompleted;

    public Task<string> Ended => _ended.Task;

    public bool IsStopping => _isStopping;

    /// <summary>It was ended without mercy.</summary>
    public bool IsKilled { get; private set; }

    public void End(string reason = "it broke") => _ended.TrySetResult(reason);

    public async Task StopAsync(CancellationToken atOnce)
    {
        _isStopping = true;
        await using var registration = atOnce.Register(() =>
        {
            IsKilled = true;
            End();
        });
        await _ended.Task;
    }
}
