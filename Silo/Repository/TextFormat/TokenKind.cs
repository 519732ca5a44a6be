namespace OrleansInference.Repository.TextFormat;

internal enum TokenKind
{
    End,
    Identifier,
    Integer,
    Float,
    String,
    Symbol,
}
