using System.Net.Sockets;
using System.Text;

namespace OrleansInference.Grpc;

/// <summary>HTTP/2 frames on a bare socket: a call with the beginning of a message, and then, when disposed, a frame that faults the connection.</summary>
internal sealed class BrokenConnection : IDisposable
{
    private readonly TcpClient _socket = new();

    private BrokenConnection()
    {
    }

    public static async Task<BrokenConnection> BeginAsync(Uri server, string path)
    {
        var connection = new BrokenConnection();
        await connection._socket.ConnectAsync(server.Host, server.Port);
        // HPACK (RFC 7541): :method POST, :scheme http, then :path, :authority and content-type as literals.
        byte[] headers = [0x83, 0x86, 0x04, .. Text(path), 0x01, .. Text("x"), 0x0F, 0x10, .. Text("application/grpc")];
        byte[] bytes =
        [
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(type: 4, flags: 0, stream: 0, []), // settings
            .. Frame(type: 1, flags: 4, stream: 1, headers), .. Frame(type: 0, flags: 0, stream: 1, [0, 0, 0]),
        ];
        await connection._socket.GetStream().WriteAsync(bytes);
        return connection;
    }

    public void Dispose()
    {
        _socket.GetStream().Write(Frame(type: 0, flags: 0, stream: 0, [])); // data of no stream
        _socket.Dispose();
    }

    private static byte[] Frame(byte type, byte flags, byte stream, byte[] payload) => [0, 0, (byte)payload.Length, type, flags, 0, 0, 0, stream, .. payload];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
