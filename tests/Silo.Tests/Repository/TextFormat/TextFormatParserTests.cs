using OrleansInference.Repository.TextFormat;

namespace OrleansInference.Tests.Repository.TextFormat;

public sealed class TextFormatParserTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a: 1", "a=1")]
    [InlineData("a: 1 b: 2", "a=1 b=2")]
    [InlineData("a: 1, b: 2; c: 3", "a=1 b=2 c=3")]
    [InlineData("# nothing\n a: 1 # one\n# end", "a=1")]
    [InlineData("a { b: 1 }", "a{b=1}")]
    [InlineData("a: { b: 1 }", "a{b=1}")]
    [InlineData("a < b: 1 >", "a{b=1}")]
    [InlineData("a { }", "a{}")]
    [InlineData("a: [1, 2]", "a=1 a=2")]
    [InlineData("a: []", "")]
    [InlineData("a [{ b: 1 }, < b: 2 >]", "a{b=1} a{b=2}")]
    [InlineData("a: [1], a: 2", "a=1 a=2")]
    [InlineData("a: -1", "a=-1")]
    [InlineData("a: - # minus\n 1", "a=-1")]
    [InlineData("a: -inf b: nan", "a=-inf b=nan")]
    [InlineData("a: 1.5e-3f b: .5 c: 1. d: 1f e: 0x1F", "a=1.5e-3f b=.5 c=1. d=1f e=0x1F")]
    [InlineData("a: KIND_CPU", "a=KIND_CPU")]
    [InlineData("a: \"x\" 'y'\n\"z\"", "a=\"xyz\"")]
    [InlineData("[package.extension]: 1", "[package.extension]=1")]
    [InlineData("[type.my-domain.com/package.Type] { a: 1 }", "[type.my-domain.com/package.Type]{a=1}")]
    [InlineData("m { key: \"k\" value { v: 1 } }", "m{key=\"k\" value{v=1}}")]
    public void Reads(string text, string expected) => Assert.Equal(expected, Show(TextFormatParser.Parse(text)));

    [Theory]
    [InlineData("a", "1:2 expected ':' or '{' after 'a', found the end of the file")]
    [InlineData("a 1", "1:3 expected ':' or '{' after 'a', found '1'")]
    [InlineData("a:", "1:3 expected a value, found the end of the file")]
    [InlineData("a: }", "1:4 expected a value, found '}'")]
    [InlineData("a: -x", "1:5 expected a number after '-', found 'x'")]
    [InlineData("a: - 'x'", "1:6 expected a number after '-', found the text \"x\"")]
    [InlineData("a {\n  b: 1\n", "3:1 expected '}' for the '{' at 1:3, found the end of the file")]
    [InlineData("a { b: 1 >", "1:10 expected the name of a field, found '>'")]
    [InlineData("a: [1 2]", "1:7 expected ',' or ']' in the list, found '2'")]
    [InlineData("a: [1,]", "1:7 expected a value, found ']'")]
    [InlineData("a: [1", "1:6 expected ',' or ']' in the list, found the end of the file")]
    [InlineData("1: 2", "1:1 expected the name of a field, found '1'")]
    [InlineData("[a b]: 1", "1:4 expected ']' after the name of an extension, found 'b'")]
    [InlineData("a: 12abc", "1:4 '12abc' is not a number")]
    [InlineData("a: 089", "1:4 '089' is not a number")]
    [InlineData("a: 1.2.3", "1:4 '1.2.3' is not a number")]
    [InlineData("a: 0x", "1:4 '0x' is not a number")]
    [InlineData("\n\ta: $", "2:5 unexpected character '$'")]
    [InlineData("a: \u0001", "1:4 unexpected character U+0001")]
    [InlineData("a: \"x\ny\"", "1:4 this text has no closing \" on its line")]
    [InlineData("a: 'x", "1:4 this text has no closing ' on its line")]
    [InlineData("a: 'x\\", "1:4 this text has no closing ' on its line")]
    [InlineData("a: 'x\\q'", "1:6 unknown escape")]
    [InlineData("a: '\\400'", "1:5 this escape is not a byte")]
    [InlineData("a: '\\x'", "1:5 this escape is not a byte")]
    [InlineData("a: '\\u12'", "1:5 this escape is not a Unicode code point")]
    [InlineData("a: '\\uD83D'", "1:5 this escape is not a Unicode code point")]
    [InlineData("a: '\\U00110000'", "1:5 this escape is not a Unicode code point")]
    [InlineData("a: '\\377'", "1:4 the escapes of this text give bytes that are not UTF-8")]
    public void Refuses_with_line_and_column(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<TextFormatException>(() => TextFormatParser.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(@"'\a\b\f\n\r\t\v\?\\\'\""'", "\a\b\f\n\r\t\v?\\'\"")]
    [InlineData(@"'\101\60\x41\X4a\0'", "A0AJ\0")]
    [InlineData(@"'\342\202\254 \xe2\x82\xac \u20AC \U000020ac €'", "€ € € € €")]
    [InlineData(@"'\ud83d\ude00 \U0001F600 😀'", "😀 😀 😀")]
    [InlineData("\"it's\"", "it's")]
    public void Decodes_texts(string literal, string expected)
    {
        var scalar = Assert.IsType<TextScalar>(Assert.Single(TextFormatParser.Parse($"a: {literal}").Fields).Value);

        Assert.Equal(expected, scalar.Text);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("42", 42)]
    [InlineData("-42", -42)]
    [InlineData("0x1F", 31)]
    [InlineData("0XfF", 255)]
    [InlineData("-0x10", -16)]
    [InlineData("017", 15)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("0x7FFFFFFFFFFFFFFF", long.MaxValue)]
    [InlineData("0777777777777777777777", long.MaxValue)]
    public void Reads_integers_of_every_notation(string literal, long expected)
    {
        var scalar = Assert.IsType<TextScalar>(Assert.Single(TextFormatParser.Parse($"a: {literal}").Fields).Value);

        Assert.True(scalar.TryGetInteger(out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("true")]
    [InlineData("'1'")]
    [InlineData("99999999999999999999999999999999999999999999")]
    [InlineData("0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("0777777777777777777777777777777777777777777777777")]
    public void Other_values_and_boundless_ones_are_no_integers(string literal) =>
        Assert.False(Assert.IsType<TextScalar>(Assert.Single(TextFormatParser.Parse($"a: {literal}").Fields).Value).TryGetInteger(out _));

    [Fact]
    public void Deep_nesting_is_refused_before_it_hurts()
    {
        var deep = string.Concat(Enumerable.Repeat("a{", 100_000));

        Assert.Contains("nested deeper than 32", Assert.Throws<TextFormatException>(() => TextFormatParser.Parse(deep)).Message, StringComparison.Ordinal);
    }

    private static string Show(TextMessage message) => string.Join(' ', message.Fields.Select(Show));

    private static string Show(TextField field) =>
        field.Value is TextMessage message ? $"{field.Name}{{{Show(message)}}}" : $"{field.Name}={field.Value}";
}
