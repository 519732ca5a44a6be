namespace OrleansInference.Embedded.Tests.Identity;

public sealed class HashTests
{
    [Fact]
    public void Identities_hash_alike_in_every_process() => Assert.Equal(440920331u, IdSpan.Create("abc").GetUniformHashCode());
}
