namespace OrleansInference.Autoscaling.Policy;

/// <summary>A queue before equal servers, first come first served, customer by customer: each goes to the server that is free first.</summary>
internal static class SimulatedQueue
{
    /// <summary>Waits and latencies, each ascending, after a warm-up of a tenth.</summary>
    public static (double[] Waits, double[] Latencies) Run(int servers, Func<double> nextGap, Func<double> nextService, int customers)
    {
        var free = new PriorityQueue<double, double>(Enumerable.Repeat((0.0, 0.0), servers));
        var (waits, latencies) = (new double[customers], new double[customers]);
        var now = 0.0;
        for (var i = -customers / 10; i < customers; i++)
        {
            now += nextGap();
            var start = Math.Max(now, free.Dequeue());
            var end = start + nextService();
            free.Enqueue(end, end);
            if (i < 0) continue;
            (waits[i], latencies[i]) = (start - now, end - now);
        }
        Array.Sort(waits);
        Array.Sort(latencies);
        return (waits, latencies);
    }

    public static double Percentile(double[] ascending, double share) => ascending[(int)(share * ascending.Length)];
}
