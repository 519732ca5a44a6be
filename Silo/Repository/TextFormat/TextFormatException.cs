namespace OrleansInference.Repository.TextFormat;

/// <summary>A text that is not protobuf text format. The only exception that the parser throws.</summary>
internal sealed class TextFormatException(TextPosition at, string problem) : FormatException($"{at} {problem}")
{
    public TextPosition At => at;

    public string Problem => problem;
}
