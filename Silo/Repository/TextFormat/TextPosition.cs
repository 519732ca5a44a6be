namespace OrleansInference.Repository.TextFormat;

/// <summary>A place in a text, both counted from 1; a column is one UTF-16 unit wide.</summary>
internal readonly record struct TextPosition(int Line, int Column) : IComparable<TextPosition>
{
    public int CompareTo(TextPosition other) => (Line, Column).CompareTo((other.Line, other.Column));

    public override string ToString() => $"{Line}:{Column}";
}
