using System.Net;
using System.Net.Sockets;

namespace OrleansInference.Orchestration.Local;

internal static class FreePorts
{
    private const int Last = 65535;

    /// <summary>The lowest port above <paramref name="port"/> that nothing listens at on <paramref name="address"/>, and that is not <paramref name="taken"/>.</summary>
    public static int Above(int port, IPAddress address, IReadOnlySet<int> taken)
    {
        for (var next = port + 1; next <= Last; next++)
            if (!taken.Contains(next) && IsFree(address, next)) return next;
        throw new InvalidOperationException($"No port of {address} above {port} is free.");
    }

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
