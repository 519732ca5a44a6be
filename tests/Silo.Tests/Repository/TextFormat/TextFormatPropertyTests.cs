using System.Text;
using OrleansInference.Repository.TextFormat;

namespace OrleansInference.Tests.Repository.TextFormat;

/// <summary>Each seed is a case of its own; a failure names it.</summary>
public sealed class TextFormatPropertyTests
{
    private const int Seeds = 3000;

    [Fact]
    public void Arbitrary_bytes_give_a_tree_or_the_parsers_own_error()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            ParseOrRefuse(seed, Encoding.Latin1.GetString(bytes));
        }
    }

    [Fact]
    public void Arbitrary_tokens_give_a_tree_or_the_parsers_own_error()
    {
        string[] tokens =
        [
            "a", "b1", ":", "{", "}", "<", ">", "[", "]", ",", ";", "-", ".", "/", "1", "0x", "0x1", "07", "08", "1.5", "1e", "1e-", "1e+5", ".5", "inf", "'x'", "\"", "'", "\\",
            "\\u", "\\x4", "\\377", "#", "\n", " ", "\ud83d", "\ude00", "€", "\0", "\uFEFF", "0x1e+", "true",
        ];
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            ParseOrRefuse(seed, string.Concat(random.GetItems(tokens, random.Next(40))));
        }
    }

    [Fact]
    public void What_is_written_is_read_again_however_it_is_laid_out()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var writer = new RandomTextFormat(new Random(seed));
            var (text, expected) = writer.Write();

            var found = RandomTextFormat.Canonical(TextFormatParser.Parse(text));

            Assert.True(expected == found, $"seed {seed}\ntext: {text}\nexpected: {expected}\nfound: {found}");
        }
    }

    [Fact]
    public void A_cut_text_gives_a_tree_or_the_parsers_own_error()
    {
        var (text, _) = new RandomTextFormat(new Random(7)).Write();
        for (var length = 0; length < text.Length; length++) ParseOrRefuse(length, text[..length]);
    }

    private static void ParseOrRefuse(int seed, string text)
    {
        try
        {
            TextFormatParser.Parse(text);
        }
        catch (TextFormatException refusal)
        {
            Assert.Matches(@"\A[0-9]+:[0-9]+ ", refusal.Message);
        }
        catch (Exception exception)
        {
            Assert.Fail($"seed {seed}: {exception}\ntext: {text}");
        }
    }
}
