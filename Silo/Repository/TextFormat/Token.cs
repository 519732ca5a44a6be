namespace OrleansInference.Repository.TextFormat;

/// <summary>A lexical element.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written; for <see cref="TokenKind.String"/> what the literal stands for.</param>
/// <param name="At">Where it begins.</param>
internal readonly record struct Token(TokenKind Kind, string Text, TextPosition At)
{
    public bool Is(char symbol) => Kind == TokenKind.Symbol && Text[0] == symbol;

    /// <summary>For messages.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the file",
        TokenKind.String => $"the text \"{Text}\"",
        _ => $"'{Text}'",
    };
}
