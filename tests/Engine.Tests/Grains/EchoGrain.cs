using Orleans.Placement;

namespace OrleansInference.Engine.Tests.Grains;

[RandomPlacement]
public sealed class EchoGrain(ILocalSiloDetails silo) : Grain, IEchoGrain
{
    public Task Nothing() => Task.CompletedTask;

    public async Task<string> Echo(string text)
    {
        await Task.Yield();
        return text;
    }

    public ValueTask<int> Add(int left, int right) => new(left + right);

    public async Task Fail(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);
}
