using System.Globalization;

namespace OrleansInference.Client;

/// <summary>One element of a classification: a class and the output's value for it.</summary>
/// <param name="Value">The output's element, whatever the model means by it: a probability, a logit, ….</param>
/// <param name="Index">The class, from 0.</param>
/// <param name="Label">Empty where the model has no labels.</param>
public sealed record Classification(double Value, int Index, string Label)
{
    /// <summary>The label, or else the index.</summary>
    public string Name => Label.Length > 0 ? Label : Index.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads <c>value:index</c> or <c>value:index:label</c>, Triton's classification extension; a label may contain colons.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static Classification Parse(string text)
    {
        var parts = text.Split(':', 3);
        if (parts.Length < 2
            || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw new FormatException($"'{text}' is not of the form value:index:label.");
        return new Classification(value, index, parts.Length > 2 ? parts[2] : "");
    }
}
