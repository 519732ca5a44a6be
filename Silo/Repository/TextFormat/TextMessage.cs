using System.Collections.Immutable;

namespace OrleansInference.Repository.TextFormat;

/// <summary>Fields in the order of the text; a repeated field is there once for each of its elements.</summary>
internal sealed record TextMessage(TextPosition At, ImmutableArray<TextField> Fields) : TextValue(At)
{
    public override string ToString() => "a message";
}
