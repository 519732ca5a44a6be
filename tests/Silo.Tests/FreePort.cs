using System.Net;
using System.Net.Sockets;

namespace OrleansInference;

internal static class FreePort
{
    /// <summary>One that the system picks, of the loopback address.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
