using System.Security.Cryptography;

namespace OrleansInference.FrontDoors.Access;

public sealed class ApiKeySetTests
{
    [Fact]
    public void Each_of_many_keys_is_found_by_its_hash_and_nothing_else_is()
    {
        var keys = Enumerable.Range(0, 5000).Select(i => new ApiKey
        {
            Name = $"{i}", Hash = [.. SHA256.HashData(BitConverter.GetBytes(i))], Models = ["*"], Scopes = AccessScopes.Infer,
        }).ToArray();
        var set = new ApiKeySet([.. keys]);

        Assert.All(keys, key => Assert.Same(key, set.Find(key.Hash.AsSpan())));
        Assert.Null(set.Find(SHA256.HashData(BitConverter.GetBytes(-1))));
        Assert.Null(set.Find(new byte[32]));
        Assert.Null(new ApiKeySet([]).Find(keys[0].Hash.AsSpan()));
    }
}
