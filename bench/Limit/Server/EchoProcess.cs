using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OrleansInference.Bench;

/// <summary>A bare Kestrel endpoint that answers with what the server answered.</summary>
internal sealed class EchoProcess : IDisposable
{
    private const int Attempts = 300;

    private readonly Process _process;
    private readonly int _port;

    private EchoProcess(Process process, int port) => (_process, _port) = (process, port);

    public TimeSpan Cpu => ProcessCpu.Of(_process.Id);

    public Uri Address(Uri same) => new($"http://127.0.0.1:{_port}{same.AbsolutePath}");

    /// <param name="program">The peer's.</param>
    /// <param name="port">Where it shall listen.</param>
    /// <param name="server">Whose answer it shall give.</param>
    /// <param name="body">To what.</param>
    /// <param name="answerFile">Where the answer is kept.</param>
    /// <exception cref="InvalidDataException">The server gives no answer to repeat.</exception>
    public static async Task<EchoProcess> StartAsync(string program, int port, Uri server, byte[] body, string answerFile)
    {
        await File.WriteAllBytesAsync(answerFile, await AskAsync(server, body));
        string[] arguments = [program, $"{port}", answerFile, "Content-Type: application/grpc", "--grpc"];
        var echo = new EchoProcess(Process.Start("dotnet", arguments), port);
        for (var i = 0; i < Attempts && !echo._process.HasExited; i++)
        {
            if (await AnswersAsync(port))
                return echo;
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        echo.Dispose();
        throw new InvalidDataException($"The echo peer does not answer on port {port}.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<byte[]> AskAsync(Uri server, byte[] body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, server)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        using var answer = await client.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var status = answer.TrailingHeaders.Concat(answer.Headers).FirstOrDefault(header => header.Key == "grpc-status").Value?.FirstOrDefault();
        return status == "0" ? bytes : throw new InvalidDataException($"{server} answers with grpc-status {status}; there is nothing to measure.");
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
