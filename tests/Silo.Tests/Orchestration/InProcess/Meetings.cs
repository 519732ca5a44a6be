namespace OrleansInference.Orchestration.InProcess;

/// <summary>Lets those who come wait until there are enough.</summary>
internal sealed class Meetings
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource> _present = [];

    public int Present
    {
        get { lock (_lock) return _present.Count; }
    }

    public Task Attend(int enough)
    {
        var self = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _present.Add(self);
            if (_present.Count >= enough)
            {
                _present.ForEach(present => present.SetResult());
                _present.Clear();
            }
        }
        return self.Task.WaitAsync(Bound);
    }
}
