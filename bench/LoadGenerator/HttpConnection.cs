using System.Net;
using System.Net.Sockets;

namespace OrleansInference.Bench;

/// <summary>
/// One HTTP/1.1 connection that sends the same bytes again and again. Blocking calls on a plain socket: two system calls
/// a request and no thread pool, so that little of a shared processor goes to the generator. Connects again after an error.
/// </summary>
internal sealed class HttpConnection(IPEndPoint server, ReadOnlyMemory<byte> request, TimeSpan timeout) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;

    /// <summary>Sends the request and reads the whole answer.</summary>
    /// <returns>Null for a 2xx answer, else what went wrong.</returns>
    public string? Exchange()
    {
        try
        {
            _socket ??= Connect();
            for (var sent = 0; sent < request.Length;)
                sent += _socket.Send(request.Span[sent..]);
            var head = ReadAnswer(_socket);
            if (head.Closes)
                Dispose();
            return head.Status is >= 200 and < 300 ? null : $"HTTP {head.Status}";
        }
        catch (SocketException exception)
        {
            Dispose();
            return exception.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock ? "timed out" : exception.SocketErrorCode.ToString();
        }
        catch (InvalidDataException exception)
        {
            Dispose();
            return exception.Message;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private Socket Connect()
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.ReceiveTimeout = socket.SendTimeout = (int)timeout.TotalMilliseconds;
            socket.Connect(server);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private ResponseHead ReadAnswer(Socket socket)
    {
        ResponseHead head;
        var count = 0;
        do
        {
            if (count == _buffer.Length)
                throw new InvalidDataException($"the answer's head is longer than {_buffer.Length} bytes");
            count += Receive(socket, _buffer.AsSpan(count));
        }
        while (!ResponseHead.TryParse(_buffer.AsSpan(0, count), out head));

        var left = head.HeadBytes + head.BodyBytes - count;
        while (left > 0)
            left -= Receive(socket, _buffer);
        return left == 0 ? head : throw new InvalidDataException("bytes follow the answer");
    }

    private static int Receive(Socket socket, Span<byte> target) =>
        socket.Receive(target) is > 0 and var count ? count : throw new InvalidDataException("the server closed the connection");
}
