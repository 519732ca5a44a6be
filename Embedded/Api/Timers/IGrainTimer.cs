namespace Orleans.Runtime;

/// <summary>A timer whose callback runs as a turn of its grain. Disposing it cancels the token of a running callback.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets both times anew; takes effect after a tick that is running.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
