namespace OrleansInference.Work;

/// <summary>
/// What samples of w·u ≈ v say about w: R·w = q with R = Σ u·uᵀ and q = Σ v·u. Least squares in information form: unlike R⁻¹, R can't wind up where
/// nothing new is seen, and any constraint on w can be met exactly. The same in any units, so that features of 1 and of 10¹² need no scaling.
/// </summary>
internal sealed class NormalEquations
{
    public const int Size = 4;

    private readonly double[] _r = new double[Size * Size];
    private readonly double[] _q = new double[Size];

    /// <summary>Row by row.</summary>
    public ReadOnlySpan<double> R => _r;

    public ReadOnlySpan<double> Q => _q;

    public void Add(ReadOnlySpan<double> u, double v)
    {
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++) _r[(i * Size) + j] += u[i] * u[j];
            _q[i] += u[i] * v;
        }
    }

    /// <summary>Keeps <paramref name="share"/> of all that is known.</summary>
    public void Forget(double share)
    {
        for (var i = 0; i < _r.Length; i++) _r[i] *= share;
        for (var i = 0; i < Size; i++) _q[i] *= share;
    }

    /// <summary>
    /// Keeps <paramref name="share"/> of what is known of w·<paramref name="u"/>, and all of the rest: R − (1 − share)·R·u·uᵀ·R / uᵀ·R·u (Cao and
    /// Schwartz, "A directional forgetting algorithm based on the decomposition of the information matrix", Automatica 36, 2000).
    /// </summary>
    public void ForgetAlong(ReadOnlySpan<double> u, double share)
    {
        Span<double> known = stackalloc double[Size];
        var (information, expected) = (0.0, 0.0);
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++) known[i] += _r[(i * Size) + j] * u[j];
            information += u[i] * known[i];
            expected += u[i] * _q[i];
        }
        if (information <= 0) return;

        var forget = (1 - share) / information;
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++) _r[(i * Size) + j] -= forget * known[i] * known[j];
            _q[i] -= forget * known[i] * expected;
        }
    }

    /// <summary>All of one, and a share of the other.</summary>
    public void Set(NormalEquations one, NormalEquations other, double share)
    {
        for (var i = 0; i < _r.Length; i++) _r[i] = one._r[i] + (share * other._r[i]);
        for (var i = 0; i < Size; i++) _q[i] = one._q[i] + (share * other._q[i]);
    }
}
