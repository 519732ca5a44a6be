using System.Net;
using Orleans.Messaging;
using Orleans.Runtime;

namespace OrleansInference.Client.Clustering;

/// <summary>Gateways by their names, which are looked up anew each time: behind a name may be others by then.</summary>
internal sealed class NamedGateways(InferenceClusterOptions options) : IGatewayListProvider
{
    public TimeSpan MaxStaleness => options.GatewayRefresh;

    public bool IsUpdatable => true;

    public static IReadOnlyList<string> Of(InferenceClusterOptions options) =>
        options.Gateways.Count > 0 ? [.. options.Gateways] : [GatewayAddress.Default];

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways()
    {
        var gateways = new List<Uri>();
        foreach (var gateway in Of(options))
        {
            var address = GatewayAddress.Parse(gateway)!;
            foreach (var ip in await Dns.GetHostAddressesAsync(address.Host))
                gateways.Add(new IPEndPoint(ip, address.Port).ToGatewayUri());
        }
        return gateways;
    }
}
