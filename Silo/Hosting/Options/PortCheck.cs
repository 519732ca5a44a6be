using System.Net;
using System.Net.Sockets;

namespace OrleansInference.Hosting;

/// <summary>Whether the server can listen where it was told to: asked before models are loaded, so that the answer comes at once.</summary>
internal static class PortCheck
{
    /// <summary>Null where it can; else what stands in the way and which option changes it.</summary>
    public static string? Problem(string key, string portSwitch, IPAddress address, int port)
    {
        var dualMode = address.Equals(IPAddress.IPv6Any) && Socket.OSSupportsIPv6;
        var endpoint = new IPEndPoint(address.Equals(IPAddress.IPv6Any) && !dualMode ? IPAddress.Any : address, port);
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (dualMode) socket.DualMode = true;
            socket.Bind(endpoint);
            socket.Listen();
            return null;
        }
        catch (SocketException exception)
        {
            return $"{key} = {port}: can't listen on {endpoint}: {Reason(exception)}; choose another port with {portSwitch} N";
        }
    }

    private static string Reason(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "another program does already",
        SocketError.AccessDenied => "this user may not (ports below 1024 are root's)",
        SocketError.AddressNotAvailable => "this machine has no such address",
        _ => exception.Message,
    };
}
