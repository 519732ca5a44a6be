using System.Text;

namespace OrleansInference.Bench;

public sealed class HttpTargetTests
{
    private static readonly Uri Url = new("http://127.0.0.1:1/");

    [Fact]
    public void Bodies_are_sent_in_turn() => Assert.Equal("abab", Sent(HttpTarget.Create(Url, ["a"u8.ToArray(), "b"u8.ToArray()], [])));

    [Fact]
    public void Bodies_are_sent_in_the_order_that_is_given() =>
        Assert.Equal("abba", Sent(HttpTarget.Create(Url, ["a"u8.ToArray(), "b"u8.ToArray()], [], order: [0, 1, 1])));

    private static string Sent(HttpTarget target) => string.Concat(Enumerable.Range(0, 4).Select(_ => Encoding.ASCII.GetString(target.Next().Span)[^1]));
}
