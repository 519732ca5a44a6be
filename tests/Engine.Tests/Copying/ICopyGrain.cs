namespace OrleansInference.Engine.Tests.Copying;

public interface ICopyGrain : IGrainWithStringKey
{
    Task<bool> Keep(Mutable value);

    Task<Mutable> GiveKept();

    Task<object> ThatOf(object value);

    [return: Immutable]
    Task<byte[]> GiveImmutable();

    Task<Frozen> GiveFrozen();

    Task<bool> IsSame(Frozen value);

    Task<bool> IsSameArray([Immutable] byte[] value);

    Task<bool> IsSameMemory(ReadOnlyMemory<byte> value);

    Task<bool[]> IsSameAnimal(Animal value);

    Task<string> CallThrough(ICopyGrain other);

    Task<string> WhoAmI();
}
