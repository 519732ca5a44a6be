namespace OrleansInference.Work;

/// <summary>Solves <see cref="NormalEquations"/> for coefficients that are not negative.</summary>
internal sealed class NonNegativeLeastSquares(NormalEquations equations)
{
    private const int Size = NormalEquations.Size;
    private const int Everything = (1 << Size) - 1;

    // Of each diagonal element: shares the cost among features that can't be told apart, at a hundred-millionth of accuracy.
    private const double Ridge = 1e-8;

    // What is the difference of two larger numbers may miss zero by this share of them.
    private const double Rounding = 1e-12;

    // There are 16 sets of coefficients to be positive, and no pivot comes back to one of them.
    private const int MostPivots = 1 << Size;

    private int _positive = Everything;

    /// <summary>
    /// Murty's least-index pivoting ("Note on a Bard-type scheme for solving the complementarity problem", Opsearch 11, 1974) from the last set
    /// of positive coefficients, which nearly always is the next one too.
    /// </summary>
    public void Solve(Span<double> w)
    {
        for (var pivot = 0; pivot < MostPivots; pivot++)
        {
            SolveFor(equations.Q, _positive, w);
            var wrong = FirstWrong(w);
            if (wrong < 0) break;
            _positive ^= 1 << wrong;
        }
        for (var i = 0; i < Size; i++) w[i] = Math.Max(0, w[i]);
    }

    /// <summary>The first coefficient that is negative, or is held at zero though the error would fall if it grew; -1 for none.</summary>
    private int FirstWrong(ReadOnlySpan<double> w)
    {
        for (var i = 0; i < Size; i++)
        {
            if (IsIn(_positive, i))
            {
                if (w[i] < 0) return i;
                continue;
            }
            var slope = equations.Q[i];
            for (var j = 0; j < Size; j++) slope -= equations.R[(i * Size) + j] * w[j];
            if (slope > Rounding * Math.Abs(equations.Q[i])) return i;
        }
        return -1;
    }

    /// <summary>Solves R·x = b for the coefficients in a set, the others being 0, by the factors L·D·Lᵀ.</summary>
    private void SolveFor(ReadOnlySpan<double> b, int set, Span<double> x)
    {
        Span<double> l = stackalloc double[Size * Size];
        Span<double> d = stackalloc double[Size];
        for (var i = 0; i < Size; i++)
        {
            x[i] = 0;
            var diagonal = equations.R[(i * Size) + i] * (1 + Ridge);
            if (!IsIn(set, i) || diagonal <= 0) continue;
            x[i] = b[i];
            d[i] = diagonal;
            for (var j = 0; j < i; j++)
            {
                if (d[j] <= 0) continue;
                var product = equations.R[(i * Size) + j];
                for (var k = 0; k < j; k++) product -= l[(i * Size) + k] * l[(j * Size) + k] * d[k];
                l[(i * Size) + j] = product / d[j];
                d[i] -= l[(i * Size) + j] * product;
                x[i] -= l[(i * Size) + j] * x[j];
            }
            d[i] = Math.Max(d[i], diagonal * Rounding);
        }
        for (var i = Size - 1; i >= 0; i--)
        {
            if (d[i] <= 0) continue;
            x[i] /= d[i];
            for (var j = i + 1; j < Size; j++) x[i] -= l[(j * Size) + i] * x[j];
        }
    }

    private static bool IsIn(int set, int i) => ((set >> i) & 1) == 1;
}
