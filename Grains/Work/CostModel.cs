namespace OrleansInference.Work;

/// <summary>
/// Learns what a batch costs: work ≈ a + b·items + c·elements + d·Σ length², from what was measured, by recursive least squares of the
/// relative error, with no negative coefficient. For one thread; allocates nothing once made.
/// </summary>
internal sealed class CostModel
{
    // Exponential forgetting (Haykin, Adaptive Filter Theory, on recursive least squares): remembers 1 / (1 - λ) = 200 batches. Noise of 20 % in a measurement becomes
    // 20 % · √(4·(1 - λ) / (1 + λ)) = 2 % in the estimate of a typical batch, for four coefficients; a change is followed to nine tenths in 460.
    private const double Forgetting = 0.995;

    // Alone, that would let an hour of single requests erase what large batches cost. So there is a second memory, which forgets only what is
    // measured anew. It counts for so little that it decides only what recent batches leave open.
    private const double DirectionalForgetting = 0.98;
    private const double ShareOfOld = 1e-3;

    // A time further from the estimate than this many typical errors counts as that far: Huber's bound on the influence of one sample. A pause
    // of the machine moves the estimate a little. After a real change there is one after another: that makes such errors typical, and each takes
    // what came before for outdated (a forgetting factor that varies with the error: Fortescue, Kershenbaum and Ydstie, Automatica 17, 1981).
    private const double OutlierErrors = 4;
    private const double ForgettingAtOutlier = 0.95;
    private const double LeastTypicalError = 0.1;
    private const double ErrorRate = 0.02;

    // No time at all, as of a simulated model, must not become an infinite relative error.
    private const double ShortestSeconds = 1e-9;

    private readonly NormalEquations _recent = new(), _old = new(), _both = new();
    private readonly NonNegativeLeastSquares _solver;
    private readonly double[] _coefficients = new double[NormalEquations.Size];
    private long _samples;

    public CostModel() => _solver = new NonNegativeLeastSquares(_both);

    public bool HasLearned => _samples > 0;

    /// <summary>
    /// The mean of |estimate − actual| / actual over about the last 50 batches, where each estimate was made before its actual was learned and
    /// none counts more than 1. 0 before two batches were learned.
    /// </summary>
    public double Error { get; private set; }

    /// <summary>In seconds of one replica, never negative; 0 before anything was learned.</summary>
    public double Estimate(in WorkFeatures batch) =>
        _coefficients[0] + (_coefficients[1] * batch.Items) + (_coefficients[2] * batch.Elements) + (_coefficients[3] * batch.SquaredLengths);

    /// <param name="batch">One that ran.</param>
    /// <param name="seconds">How long it took; at least 0.</param>
    public void Learn(in WorkFeatures batch, double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        var actual = Math.Max(seconds, ShortestSeconds);
        var (scale, forgetting) = (actual, Forgetting);
        Span<double> u = stackalloc double[NormalEquations.Size];
        if (HasLearned)
        {
            var estimate = Math.Max(Estimate(batch), ShortestSeconds);
            Divide(batch, estimate, u);
            var typical = _samples > 1 ? Math.Max(Error, LeastTypicalError) : 1;
            var furthest = OutlierErrors * typical * Math.Sqrt(1 + _solver.Leverage(u)) * estimate;
            Error += Math.Max(ErrorRate, 1.0 / _samples) * (Math.Min(1, Math.Abs(estimate - actual) / actual) - Error);
            if (Math.Abs(actual - estimate) > furthest) (actual, forgetting) = (estimate + Math.CopySign(furthest, actual - estimate), ForgettingAtOutlier);

            // Errors are relative to what the batch should take. Relative to what it took, short times would count for more, and the estimate would be too
            // low by twice the variance of the noise. Only an estimate that is far too low can't set the scale.
            scale = Math.Max(estimate, actual / 2);
        }
        Divide(batch, scale, u);
        _recent.Forget(forgetting);
        _recent.Add(u, actual / scale);
        _old.ForgetAlong(u, DirectionalForgetting);
        _old.Add(u, actual / scale);
        _both.Set(_recent, _old, ShareOfOld);
        _solver.Solve(_coefficients);
        _samples++;
    }

    private static void Divide(in WorkFeatures batch, double scale, Span<double> u) =>
        (u[0], u[1], u[2], u[3]) = (1 / scale, batch.Items / scale, batch.Elements / scale, batch.SquaredLengths / scale);
}
