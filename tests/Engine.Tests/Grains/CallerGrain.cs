namespace OrleansInference.Engine.Tests.Grains;

public sealed class CallerGrain(Journal journal, TimeProvider clock) : Grain, ICallerGrain
{
    public async Task WaitForCancellation(CancellationToken token)
    {
        journal.Add("waits");
        try
        {
            await Task.Delay(TimeSpan.FromHours(10), clock, token);
        }
        catch (OperationCanceledException)
        {
            journal.Add("cancelled");
            throw;
        }
    }

    public Task WaitForCancellationNotLong(CancellationToken token) => WaitForCancellation(token);

    public async Task IgnoreCancellation(string gate, CancellationToken token)
    {
        journal.Add($"in {gate}");
        await journal.Gate(gate);
        journal.Add($"out {gate}");
    }

    public Task Settle() => Task.CompletedTask;

    public Task<bool> HasToken(CancellationToken token) => Task.FromResult(token.CanBeCanceled);

    public Task Send(string entry)
    {
        journal.Add(entry);
        return Task.CompletedTask;
    }

    public void SendVoid(string entry) => journal.Add(entry);

    public Task SendAndFail()
    {
        journal.Add("failing");
        throw new InvalidOperationException("Nobody hears this.");
    }

    public Task<string?> ReadContext(string key)
    {
        var value = (string?)RequestContext.Get(key);
        RequestContext.Set(key, "changed by the callee");
        return Task.FromResult(value);
    }
}
