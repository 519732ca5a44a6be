using System.Net;

namespace OrleansInference.Engine.Tests.Identity;

public sealed class SiloAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:11111@123")]
    [InlineData("fe80::1:11111@0")]
    public void Its_text_can_be_read_back(string text)
    {
        var address = SiloAddress.FromParsableString(text);
        Assert.Equal(text, address.ToParsableString());
        Assert.Equal(address, SiloAddress.FromParsableString(address.ToParsableString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:11111")]
    [InlineData("127.0.0.1@1")]
    [InlineData("host:1@1")]
    [InlineData("127.0.0.1:70000@1")]
    [InlineData("127.0.0.1:1@-1")]
    public void Other_texts_are_refused(string text)
    {
        Assert.False(SiloAddress.TryParse(text, out _));
        Assert.Throws<FormatException>(() => SiloAddress.FromParsableString(text));
    }

    [Fact]
    public void Another_generation_is_another_address_and_succeeds_the_first()
    {
        var first = SiloAddress.New(IPAddress.Loopback, 1, 5);
        var second = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 6);
        Assert.NotEqual(first, second);
        Assert.True(second.IsSuccessorOf(first));
        Assert.True(first.IsPredecessorOf(second));
        Assert.True(first.CompareTo(second) < 0);
        Assert.Equal("S127.0.0.1:1:5", first.ToString());
    }

    [Fact]
    public void Generations_grow() => Assert.True(SiloAddress.AllocateNewGeneration() < SiloAddress.AllocateNewGeneration());

    [Fact]
    public void Grain_ids_are_read_back()
    {
        var id = GrainId.Create("echo", "a/b@c");
        Assert.Equal(id, GrainId.Parse(id.ToString()));
        Assert.Equal(IdSpan.Create("a/b@c"), id.Key);
    }
}
