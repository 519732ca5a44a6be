using System.Runtime.InteropServices;

namespace OrleansInference.Replicas;

/// <summary>
/// Shares a contended pool equally among callers, by work and not by requests: start-time fair queueing (Goyal, Vin and Cheng, 1996). A
/// caller that comes, or comes back, begins where the others are: nobody saves up while away.
/// </summary>
internal sealed class CallerShares
{
    private const int MostAbsent = 1024;

    private readonly Dictionary<string, CallerShare> _shares = new(StringComparer.Ordinal);
    private double _now;

    /// <summary>Callers that wait.</summary>
    public int Waiting { get; private set; }

    public CallerShare Enter(string caller)
    {
        ref var share = ref CollectionsMarshal.GetValueRefOrAddDefault(_shares, caller, out _);
        share ??= new CallerShare(_now);
        if (share.Waiting++ > 0) return share;
        share.Served = Math.Max(share.Served, _now);
        Waiting++;
        return share;
    }

    /// <summary>A request of the caller waits no more.</summary>
    public void Leave(CallerShare share)
    {
        if (--share.Waiting > 0) return;
        Waiting--;
        // What it has had beyond the others counts as long as they have not caught up.
        if (_shares.Count - Waiting <= MostAbsent) return;
        foreach (var (name, each) in _shares)
            if (each.Waiting == 0) _shares.Remove(name);
    }

    /// <summary>Work begins for a caller.</summary>
    public void Serve(CallerShare share, double work)
    {
        _now = Math.Max(_now, share.Served);
        share.Served += work;
    }
}
