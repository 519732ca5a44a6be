using System.Globalization;
using System.Text;

namespace OrleansInference.FrontDoors.Validation;

/// <summary>Arithmetic and spelling of shapes.</summary>
internal static class TensorShape
{
    /// <summary>The number of elements; false where it does not fit 63 bits. No dimension may be negative.</summary>
    public static bool TryCount(ReadOnlySpan<long> shape, out long elements)
    {
        elements = 1;
        if (shape.Contains(0))
        {
            elements = 0; // whatever the others are: [0, huge, huge] holds nothing
            return true;
        }
        foreach (var dimension in shape)
            if (Math.BigMul(elements, dimension, out elements) != 0 || elements < 0)
                return false;
        return true;
    }

    /// <summary><c>[2,-1]</c>.</summary>
    public static string Format(ReadOnlySpan<long> shape)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < shape.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{shape[i]}");
        return text.Append(']').ToString();
    }
}
