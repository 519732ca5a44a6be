namespace OrleansInference.Work;

/// <summary>
/// Learns what a batch costs: work ≈ a + b·items + c·elements + d·Σ length², from what was measured, by recursive least squares of the
/// relative error, with no negative coefficient. For one thread; allocates nothing once made.
/// </summary>
internal sealed class CostModel : IWorkEstimate
{
    // Exponential forgetting (Haykin, Adaptive Filter Theory, on recursive least squares): remembers 1 / (1 - λ) = 200 batches. Noise of 20 % in a measurement becomes
    // 20 % · √(4·(1 - λ) / (1 + λ)) = 2 % in the estimate of a typical batch, for four coefficients; a change is followed to nine tenths in 460.
    private const double Forgetting = 0.995;

    // Alone, that would let an hour of single requests erase what large batches cost. So there is a second memory, which forgets only what is
    // measured anew. It counts for so little that it decides only what recent batches leave open.
    private const double DirectionalForgetting = 0.98;
    private const double ShareOfOld = 1e-3;

    // While the mean error over about 50 batches is above a third, what is known is of a model or a machine that has changed, and both memories fade
    // faster (a forgetting factor that varies with the error: Fortescue, Kershenbaum and Ydstie, Automatica 17, 1981). One pause adds 2 % at most.
    private const double ErrorRate = 0.02;
    private const double ErrorOfChange = 1.0 / 3;
    private const double ForgettingAfterChange = 0.95;

    // No time at all, as of a simulated model, must not become an infinite relative error.
    private const double ShortestSeconds = 1e-9;

    private readonly NormalEquations _recent = new(), _old = new(), _both = new();
    private readonly NonNegativeLeastSquares _solver;
    private readonly double[] _coefficients = new double[NormalEquations.Size];

    public CostModel() => _solver = new NonNegativeLeastSquares(_both);

    public bool HasLearned => Samples > 0;

    /// <summary>Batches that it has learned from.</summary>
    public long Samples { get; private set; }

    /// <summary>
    /// The mean of |estimate − actual| / actual over about the last 50 batches, where each estimate was made before its actual was learned and
    /// none counts more than 1. 0 before two batches were learned.
    /// </summary>
    public double Error { get; private set; }

    /// <summary>In seconds of one replica, never negative; 0 before anything was learned.</summary>
    public double Estimate(in WorkFeatures batch) => batch.Seconds(Coefficients);

    /// <summary>All 0 before anything was learned.</summary>
    public WorkCoefficients Coefficients => new(_coefficients[0], _coefficients[1], _coefficients[2], _coefficients[3]);

    /// <param name="batch">One that ran.</param>
    /// <param name="seconds">How long it took; at least 0.</param>
    public void Learn(in WorkFeatures batch, double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        var actual = Math.Max(seconds, ShortestSeconds);
        var scale = actual;
        if (HasLearned)
        {
            var estimate = Math.Max(Estimate(batch), ShortestSeconds);
            Error += Math.Max(ErrorRate, 1.0 / Samples) * (Math.Min(1, Math.Abs(estimate - actual) / actual) - Error);

            // Errors are relative to what the batch should take. Relative to what it took, short times would count for more, and the estimate would be too
            // low by about twice the variance of the noise. But where it took far longer, that is the scale, and so a pause of a hundred times counts for
            // (1/50)·2, less than a batch as usual.
            scale = Math.Max(estimate, actual / 2);
        }
        Add(batch, actual, scale);
        _solver.Solve(_coefficients);
        Samples++;
    }

    private void Add(in WorkFeatures batch, double actual, double scale)
    {
        ReadOnlySpan<double> u = [1 / scale, batch.Items / scale, batch.Elements / scale, batch.SquaredLengths / scale];
        var hasChanged = Error > ErrorOfChange;
        _recent.Forget(hasChanged ? ForgettingAfterChange : Forgetting);
        if (hasChanged) _old.Forget(ForgettingAfterChange);
        else _old.ForgetAlong(u, DirectionalForgetting);
        _recent.Add(u, actual / scale);
        _old.Add(u, actual / scale);
        _both.Set(_recent, _old, ShareOfOld);
    }
}
