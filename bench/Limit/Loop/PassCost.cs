namespace OrleansInference.Bench;

/// <summary>Processor time of a forward pass by its batch size: measured at some sizes, on straight lines between them.</summary>
internal sealed class PassCost
{
    private readonly (int Items, double Microseconds)[] _points;

    public PassCost(IEnumerable<(int Items, double Microseconds)> points)
    {
        _points = [.. points.OrderBy(point => point.Items)];
        if (_points.Length == 0)
            throw new ArgumentException("Expected at least one measured size.", nameof(points));
    }

    /// <summary>Outside of what was measured, in proportion to the nearest size.</summary>
    public double Of(long items)
    {
        var (first, last) = (_points[0], _points[^1]);
        if (items <= first.Items)
            return first.Microseconds * items / first.Items;
        if (items >= last.Items)
            return last.Microseconds * items / last.Items;
        var above = Array.FindIndex(_points, point => point.Items >= items);
        var (low, high) = (_points[above - 1], _points[above]);
        return low.Microseconds + ((high.Microseconds - low.Microseconds) * (items - low.Items) / (high.Items - low.Items));
    }
}
