namespace OrleansInference.Routing;

/// <summary>Loses, doubles, delays and reorders.</summary>
internal sealed class LossyChannel<T>(Random random, Action<T> deliver)
{
    private readonly List<T> _underWay = [];

    public void Send(T message)
    {
        for (var copies = random.Next(3); copies > 0; copies--) _underWay.Add(message);
    }

    /// <summary>Delivers some of what is under way, in any order.</summary>
    public void Deliver()
    {
        for (var some = random.Next(_underWay.Count + 1); some > 0; some--)
        {
            var next = random.Next(_underWay.Count);
            var message = _underWay[next];
            _underWay.RemoveAt(next);
            deliver(message);
        }
    }
}
