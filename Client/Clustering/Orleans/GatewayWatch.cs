using Orleans;
using OrleansInference.Client.Clusters;

namespace OrleansInference.Client.Clustering;

/// <summary>Tells of connections to gateways that ended.</summary>
internal sealed class GatewayWatch(GatewayLosses losses) : IClusterConnectionStatusObserver
{
    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        if (currentNumberOfGateways < previousNumberOfGateways)
            losses.Report();
    }

    /// <summary>The count has changed then as well.</summary>
    public void NotifyClusterConnectionLost()
    {
    }
}
