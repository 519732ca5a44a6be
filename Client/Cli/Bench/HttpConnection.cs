using System.Net.Sockets;

namespace OrleansInference.Cli.Bench;

/// <summary>
/// One HTTP/1.1 connection that sends the target's requests in turn. Blocking calls on a plain socket: two system calls
/// a request and no thread pool, so that little of a shared processor goes to the generator. Connects again after an error.
/// </summary>
internal sealed class HttpConnection(HttpTarget target, TimeSpan timeout) : ILoadConnection
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;
    private volatile bool _isDisposed;

    /// <inheritdoc/>
    public string? Exchange()
    {
        try
        {
            var socket = _socket ?? Connect();
            var request = target.Next();
            for (var sent = 0; sent < request.Length;)
                sent += socket.Send(request.Span[sent..]);
            var head = ReadAnswer(socket);
            if (head.Closes)
                Disconnect();
            return head.Status is >= 200 and < 300 ? null : $"HTTP {head.Status}";
        }
        catch (SocketException exception)
        {
            Disconnect();
            return exception.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock ? "timed out" : exception.SocketErrorCode.ToString();
        }
        catch (InvalidDataException exception)
        {
            Disconnect();
            return exception.Message;
        }
        catch (ObjectDisposedException)
        {
            return "the run was ended";
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        Disconnect();
    }

    private void Disconnect() => Interlocked.Exchange(ref _socket, null)?.Dispose();

    private Socket Connect()
    {
        var socket = new Socket(target.Server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.ReceiveTimeout = socket.SendTimeout = (int)timeout.TotalMilliseconds;
        Interlocked.Exchange(ref _socket, socket);
        // Whoever disposes this sets the flag first and then takes the socket: one of the two sees the other.
        if (_isDisposed)
            Disconnect();
        socket.Connect(target.Server);
        return socket;
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
