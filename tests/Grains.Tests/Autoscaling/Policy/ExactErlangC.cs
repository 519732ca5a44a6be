using System.Numerics;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>Erlang's C as its definition has it: sums of powers over factorials, in whole numbers.</summary>
internal static class ExactErlangC
{
    /// <param name="servers">More than the load.</param>
    /// <param name="thousandths">The offered load, times 1000.</param>
    public static double Of(int servers, int thousandths)
    {
        // aᵏ/k! for k = 0 … m, each times 1000ᵐ·m!
        var term = BigInteger.Pow(1000, servers);
        for (var k = 2; k <= servers; k++) term *= k;
        var sum = BigInteger.Zero;
        for (var k = 1; k <= servers; k++)
        {
            sum += term;
            term = term * thousandths / (1000 * k); // leaves no remainder
        }
        // aᵐ/m! · m/(m − a) over that and the sum.
        var full = term * servers * 1000;
        var all = full + (sum * ((servers * 1000) - thousandths));
        return (double)(full * BigInteger.Pow(10, 18) / all) / 1e18;
    }
}
