namespace OrleansInference.Bench;

/// <summary>
/// Replicas that come and go. One that is wanted is ready after the load time. Of those that are not wanted any more, first those go that still load, the latest
/// first; then those that are idle; then as many as are too many as soon as they end their requests.
/// </summary>
internal sealed class ReplicaCount(int ready)
{
    private readonly List<double> _loading = []; // when each is ready, in order

    public int Ready { get; private set; } = ready;

    public int Loading => _loading.Count;

    /// <summary>They end their requests and go.</summary>
    public int Leaving { get; private set; }

    /// <summary>All that cost.</summary>
    public int Total => Ready + Loading + Leaving;

    /// <summary>When the next is ready; infinite where none loads.</summary>
    public double NextReady => _loading.Count > 0 ? _loading[0] : double.PositiveInfinity;

    public void TakeReady()
    {
        _loading.RemoveAt(0);
        Ready++;
    }

    /// <param name="wanted">Ready or loading; at least 1.</param>
    /// <param name="now">In seconds.</param>
    /// <param name="running">Requests that run.</param>
    public void Resize(int wanted, double now, int running)
    {
        while (Ready + Loading < wanted)
            _loading.Add(now + ScalingWorkload.LoadSeconds);
        while (Ready + Loading > wanted && Loading > 0)
            _loading.RemoveAt(_loading.Count - 1);
        while (Ready > wanted)
        {
            if (running - Leaving == Ready)
                Leaving++;
            Ready--;
        }
    }

    /// <summary>A request has ended.</summary>
    public void Release()
    {
        if (Leaving > 0)
            Leaving--;
    }
}
