using System.Runtime.InteropServices;
using Orleans.Placement;

namespace OrleansInference.Engine.Tests.Copying;

[PreferLocalPlacement]
public sealed class CopyGrain(ILocalSiloDetails silo) : Grain, ICopyGrain
{
    private Mutable? _kept;

    /// <summary>What the tests sent; grains compare what they got with it.</summary>
    public static object? Sent { get; set; }

    public static byte[] Given { get; } = [1, 2, 3];

    public static Frozen GivenFrozen { get; } = new() { Data = Given };

    public Task<bool> Keep(Mutable value)
    {
        _kept = value;
        return Task.FromResult(ReferenceEquals(value, Sent));
    }

    public Task<Mutable> GiveKept() => Task.FromResult(_kept!);

    public Task<object> ThatOf(object value) => Task.FromResult(value);

    public Task<byte[]> GiveImmutable() => Task.FromResult(Given);

    public Task<Frozen> GiveFrozen() => Task.FromResult(GivenFrozen);

    public Task<bool> IsSame(Frozen value) => Task.FromResult(ReferenceEquals(value, Sent));

    public Task<bool> IsSameArray(byte[] value) => Task.FromResult(ReferenceEquals(value, Sent));

    public Task<bool> IsSameMemory(ReadOnlyMemory<byte> value) => Task.FromResult(ReferenceEquals(ArrayOf(value), Sent));

    public Task<bool[]> IsSameAnimal(Animal value)
    {
        var sent = (Dog)Sent!;
        return Task.FromResult<bool[]>([ReferenceEquals(value, sent), ReferenceEquals(value.Shared, sent.Shared), ReferenceEquals(value.Own, sent.Own), value is Dog { Age: 7 }]);
    }

    public Task<string> CallThrough(ICopyGrain other) => other.WhoAmI();

    public Task<string> WhoAmI() => Task.FromResult($"{this.GetPrimaryKeyString()} on {silo.SiloAddress}");

    public static byte[]? ArrayOf(ReadOnlyMemory<byte> memory) => MemoryMarshal.TryGetArray(memory, out var segment) ? segment.Array : null;
}
