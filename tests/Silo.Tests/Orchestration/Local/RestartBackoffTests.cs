namespace OrleansInference.Orchestration.Local;

public sealed class RestartBackoffTests
{
    [Fact]
    public void Doubles_from_a_second_to_a_minute()
    {
        var backoff = new RestartBackoff();

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 8).Select(_ => backoff.Next(TimeSpan.FromSeconds(59)).TotalSeconds));
    }

    [Fact]
    public void Begins_anew_after_a_minute_of_life()
    {
        var backoff = new RestartBackoff();
        for (var i = 0; i < 5; i++) backoff.Next(TimeSpan.Zero);

        Assert.Equal([1, 2], new[] { 60, 0 }.Select(lived => backoff.Next(TimeSpan.FromSeconds(lived)).TotalSeconds));
    }
}
