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
            return $"{key} = {port}: can't listen on {endpoint}: {Reason(exception, portSwitch)}";
        }
    }

    private static string Reason(SocketException exception, string portSwitch) => exception.SocketErrorCode switch
    {
        SocketError.AddressNotAvailable => "this machine has no such address; give one that it has",
        SocketError.AddressAlreadyInUse => $"another program does already; choose another port with {portSwitch} N",
        SocketError.AccessDenied => $"this user may not (ports below 1024 are root's); choose another port with {portSwitch} N",
        _ => $"{exception.Message}; choose another port with {portSwitch} N",
    };
}
