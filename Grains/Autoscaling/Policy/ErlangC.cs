namespace OrleansInference.Autoscaling.Policy;

/// <summary>
/// The probability that all servers are busy, for one server after the other. A. K. Erlang, 1917; the recursion on his loss formula as in R. B. Cooper, Introduction to
/// Queueing Theory, 2nd edition, 1981. No factorials and no powers, so nothing overflows.
/// </summary>
internal struct ErlangC
{
    // B(m) depends on B(m − 1) by the factor m/a, about, as long as m < a. So from a − k·√a up to a an error shrinks to e^(−k²/2): for k = 10 to 10⁻²², less than a
    // double can hold. Hence the walk begins there, and costs √a steps instead of a.
    private const double RunUp = 10;

    private readonly double _offered;
    private double _loss;

    /// <param name="offered">Arrival rate × mean service time; above 0.</param>
    public ErlangC(double offered)
    {
        _offered = offered;
        Servers = Math.Max(0, (int)(offered - (RunUp * Math.Sqrt(offered))));
        // What so few servers can't carry: exact without servers, and a little less than the loss where they are far too few.
        _loss = 1 - (Servers / offered);
        while (Servers <= offered) Add();
    }

    /// <summary>To begin with, the fewest that can carry the load.</summary>
    public int Servers { get; private set; }

    /// <summary>Whether an arrival has to wait, where those that wait stay.</summary>
    public readonly double Probability
    {
        get
        {
            var utilisation = _offered / Servers;
            return _loss / (1 - (utilisation * (1 - _loss)));
        }
    }

    /// <summary>One server more.</summary>
    public void Add()
    {
        Servers++;
        _loss = _offered * _loss / (Servers + (_offered * _loss));
    }
}
