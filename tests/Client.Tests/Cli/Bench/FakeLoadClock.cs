namespace OrleansInference.Cli.Bench;

/// <summary>Time that passes only by sleeping and by what the test adds.</summary>
internal sealed class FakeLoadClock : ILoadClock
{
    public long Now { get; set; }

    public void SleepUntil(long time) => Now = Math.Max(Now, time);
}
