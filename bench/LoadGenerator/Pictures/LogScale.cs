namespace OrleansInference.Bench;

/// <summary>A logarithmic axis: from values to places, and where to put marks. Its ends are marks.</summary>
internal sealed class LogScale
{
    private static readonly double[] Steps = [1, 2, 5];

    private readonly double _low;
    private readonly double _high;
    private readonly double _from;
    private readonly double _to;

    /// <param name="least">The smallest value, above 0.</param>
    /// <param name="most">The largest.</param>
    /// <param name="from">The place of the axis's lower end.</param>
    /// <param name="to">The place of its upper end.</param>
    public LogScale(double least, double most, double from, double to)
    {
        if (!(least > 0 && most >= least && double.IsFinite(most)))
            throw new ArgumentOutOfRangeException(nameof(least), $"Expected 0 < least <= most, got {least} and {most}.");
        (_from, _to) = (from, to);
        _low = Marks(least / 10, least).Last();
        _high = Marks(most, most * 10).First(mark => mark > _low);
    }

    /// <summary>Values of the form 1, 2 or 5 times a power of ten; only the powers where that would be more than <paramref name="most"/>.</summary>
    public IReadOnlyList<double> Ticks(int most)
    {
        var all = Marks(_low, _high).ToList();
        return all.Count <= most ? all : all.FindAll(mark => Math.Abs(Math.Log10(mark) - Math.Round(Math.Log10(mark))) < 1e-9);
    }

    /// <summary>The place of a value.</summary>
    public double At(double value) => _from + ((_to - _from) * Math.Log(value / _low) / Math.Log(_high / _low));

    // A little beyond the ends, because 10 to the power of an integer may be off by one part in 10^15.
    private static IEnumerable<double> Marks(double from, double to)
    {
        for (var power = (int)Math.Floor(Math.Log10(from)) - 1; power <= Math.Ceiling(Math.Log10(to)); power++)
        {
            foreach (var step in Steps)
            {
                var mark = double.Parse($"{step}e{power}");
                if (mark >= from * (1 - 1e-9) && mark <= to * (1 + 1e-9))
                    yield return mark;
            }
        }
    }
}
