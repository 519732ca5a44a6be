namespace OrleansInference.Bench;

/// <summary>Sums over any stretch of a workload's requests, by their numbers: from one to before another.</summary>
internal sealed class ArrivalSums
{
    private readonly double[] _work;
    private readonly double[] _workSquares;
    private readonly double[] _gapSquares;

    public ArrivalSums(ScalingWorkload workload)
    {
        Arrivals = workload.Arrivals;
        _work = Sums(workload.Services);
        _workSquares = Sums([.. workload.Services.Select(service => service * service)]);
        _gapSquares = Sums([.. Arrivals.Select((arrival, i) => i == 0 ? 0 : (arrival - Arrivals[i - 1]) * (arrival - Arrivals[i - 1]))]);
    }

    public double[] Arrivals { get; }

    public double Work(int from, int to) => _work[to] - _work[from];

    public double WorkSquares(int from, int to) => _workSquares[to] - _workSquares[from];

    /// <summary>Squared coefficient of variation of the time between one arrival and the next; 1 where there are too few.</summary>
    public double GapVariability(int from, int to)
    {
        var gaps = to - from - 1;
        if (gaps < 2)
            return 1;
        var mean = (Arrivals[to - 1] - Arrivals[from]) / gaps;
        return mean > 0 ? Math.Max(0, ((_gapSquares[to] - _gapSquares[from + 1]) / gaps / (mean * mean)) - 1) : 1;
    }

    private static double[] Sums(double[] values)
    {
        var sums = new double[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
            sums[i + 1] = sums[i] + values[i];
        return sums;
    }
}
