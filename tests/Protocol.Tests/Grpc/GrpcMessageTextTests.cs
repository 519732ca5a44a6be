using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Tests.Protocol.Grpc;

public sealed class GrpcMessageTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain ~ text!", "plain ~ text!")]
    [InlineData("100% sure", "100%25 sure")]
    [InlineData("line\r\nbreak", "line%0D%0Abreak")]
    [InlineData("\u00e9 \U0001F600", "%C3%A9 %F0%9F%98%80")]
    [InlineData("\u007f\u0000", "%7F%00")]
    public void Text_is_spelled_as_the_document_says_and_read_back(string message, string encoded)
    {
        Assert.Equal(encoded, GrpcMessageText.Encode(message));
        Assert.Equal(message, GrpcMessageText.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%%", "%%")]
    [InlineData("%4", "%4")]
    [InlineData("50%zz", "50%zz")]
    [InlineData("%%41", "%A")]
    [InlineData("%zz%41 %c3%A9%", "%zzA \u00e9%")]
    [InlineData("%FFx", "\uFFFDx")]
    [InlineData("%E2%82", "\uFFFD")]
    [InlineData("raw \u00ff", "raw \u00ff")]
    public void What_is_no_escape_stays_and_what_is_no_text_is_replaced(string encoded, string message) =>
        Assert.Equal(message, GrpcMessageText.Decode(encoded));

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() =>
        Assert.Equal("a%EF%BF%BDb", GrpcMessageText.Encode("a\ud800b"));

    [Fact]
    public void Text_without_escapes_is_not_copied()
    {
        const string Message = "model 'bert' not found";
        Assert.Same(Message, GrpcMessageText.Encode(Message));
        Assert.Same(Message, GrpcMessageText.Decode(Message));
    }

    [Fact]
    public void Any_text_comes_back_and_any_bytes_are_read()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(3) switch
            {
                0 => "%",
                1 => ((char)random.Next(128)).ToString(),
                _ => char.ConvertFromUtf32(random.Next(0x10FFFF) is var value && value is >= 0xD800 and < 0xE000 ? 'x' : value),
            }));
            var encoded = GrpcMessageText.Encode(text);
            Assert.All(encoded, value => Assert.InRange(value, ' ', '~'));
            Assert.Equal(text, GrpcMessageText.Decode(encoded));
            GrpcMessageText.Decode(text);
        }
    }
}
