namespace OrleansInference.Bench;

/// <summary>One thing that is measured of every way.</summary>
internal interface IRoutingCase
{
    /// <summary>What is measured, in few words.</summary>
    string Name { get; }

    /// <summary>One way in one round.</summary>
    /// <param name="round">From 0: the same requests come at the same times to each way, others in each round.</param>
    Task MeasureAsync(RoutingWay way, int round);

    void Write(TextWriter output);
}
