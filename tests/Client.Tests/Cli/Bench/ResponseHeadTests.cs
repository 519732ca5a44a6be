using System.Text;

namespace OrleansInference.Cli.Bench;

public sealed class ResponseHeadTests
{
    [Fact]
    public void Finds_the_end_of_head_and_body()
    {
        const string text = "HTTP/1.1 200 OK\r\nDate: x\r\ncontent-LENGTH: 12\r\n\r\n";
        Assert.True(ResponseHead.TryParse(Encoding.ASCII.GetBytes(text + "body"), out var head));
        Assert.Equal(new ResponseHead(200, text.Length, 12, Closes: false), head);
    }

    [Fact]
    public void Any_beginning_of_a_head_is_incomplete()
    {
        var whole = "HTTP/1.1 429 Too Many Requests\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n"u8.ToArray();
        for (var length = 0; length < whole.Length; length++)
            Assert.False(ResponseHead.TryParse(whole.AsSpan(0, length), out _));
        Assert.True(ResponseHead.TryParse(whole, out var head));
        Assert.Equal((429, true), (head.Status, head.Closes));
    }

    [Theory]
    [InlineData("SSH-2.0\r\n\r\n", "no HTTP/1.1 response")]
    [InlineData("HTTP/1.1 x OK\r\n\r\n", "no HTTP/1.1 response")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "no Content-Length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", "no Content-Length")]
    public void Anything_else_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => ResponseHead.TryParse(Encoding.ASCII.GetBytes(text), out _)).Message);
}
