using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansInference.Bench;

public sealed class LoadCommandTests : IAsyncLifetime
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private Func<string> _answer = () => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private string Url => $"http://{_listener.LocalEndPoint}/";

    public Task InitializeAsync()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        new Thread(AcceptAll) { IsBackground = true }.Start();
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _listener.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("open", "--rate", "200")]
    [InlineData("open", "--rate", "200", "--arrivals", "constant")]
    [InlineData("closed")]
    public void Answers_are_counted(string mode, params string[] options)
    {
        Assert.Equal(0, Run([mode, "--url", Url, "--warmup", "0", "--seconds", "60", "--count", "50", "--connections", "3", .. options]));
        Assert.Contains("answered   50 (", _output.ToString());
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void Failures_are_shown_by_kind()
    {
        var count = 0;
        _answer = () => Interlocked.Increment(ref count) % 2 == 1
            ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            : "HTTP/1.1 503 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        Assert.Equal(0, Run("closed", "--url", Url, "--warmup", "0", "--seconds", "60", "--count", "20", "--connections", "1"));
        Assert.Contains("failed     10: HTTP 503", _output.ToString());
    }

    [Fact]
    public void Two_servers_are_compared_in_turn()
    {
        Assert.Equal(0, Run("compare", "--first", $"a={Url}", "--second", $"b={Url}", "--rates", "100,200", "--rounds", "2", "--warmup", "0", "--count", "5"));
        Assert.Equal(6, _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(3, _output.ToString().Split('\n').Count(line => line.EndsWith(" a/b", StringComparison.Ordinal)));
        Assert.Contains("failed", _output.ToString());
    }

    [Fact]
    public void Several_bodies_are_sent_in_turn()
    {
        var target = HttpTarget.Create(new Uri(Url), ["one"u8.ToArray(), "two"u8.ToArray()], ["X: y"]);
        var sent = Enumerable.Range(0, 3).Select(_ => Encoding.ASCII.GetString(target.Next().Span)).ToList();
        Assert.All(sent, request => Assert.Contains("POST / HTTP/1.1", request));
        Assert.Equal(["one", "two", "one"], sent.Select(request => request[^3..]));
    }

    [Fact]
    public void A_sweep_leaves_a_table_and_a_chart_draws_it()
    {
        using var folder = new TemporaryFolder();
        var (table, picture) = (Path.Combine(folder.Path, "t.csv"), Path.Combine(folder.Path, "p.svg"));
        Assert.Equal(0, Run(
            "sweep", "--first", $"a={Url}", "--second", $"b={Url}", "--loads", "0.1,0.2", "--rounds", "2", "--warmup", "0", "--seconds", "60",
            "--count", "20", "--connections", "2", "--bound", "10000", "--table", table));
        Assert.Contains("requests/s with p99 within 10000.0 ms: a ", _output.ToString());
        Assert.Equal(0, Run("chart", "--out", picture, "--sweep", $"tiny={table}"));
        Assert.Contains(">tiny</text>", File.ReadAllText(picture));
    }

    [Fact]
    public void A_server_that_answers_no_success_is_not_measured()
    {
        _answer = () => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        Assert.Equal(1, Run("closed", "--url", Url));
        Assert.Equal($"{Url}: HTTP 404; there is nothing to measure.\n", _error.ToString());
    }

    [Fact]
    public void All_mistakes_are_shown_together()
    {
        Assert.Equal(2, Run("open", "--url", "https://x", "--connections", "0", "--pace", "9"));
        Assert.Equal(
            ["--connections '0': expected a number from 1 to 4096", "--rate: expected requests a second", "--url 'https://x': expected an address", "--pace: no such option here"],
            _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(" such as")[0]));
    }

    private int Run(params string[] arguments) => new LoadCommand(_output, _error, new SystemLoadClock()).Run(arguments);

    private void AcceptAll()
    {
        try
        {
            while (true)
            {
                var socket = _listener.Accept();
                new Thread(() => AnswerAll(socket)) { IsBackground = true }.Start();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    // Each request is a GET without a body that arrives in one piece.
    private void AnswerAll(Socket socket)
    {
        using (socket)
        {
            var buffer = new byte[4096];
            var answer = "";
            while (!answer.Contains("close", StringComparison.Ordinal) && socket.Receive(buffer) > 0)
                socket.Send(Encoding.ASCII.GetBytes(answer = _answer()));
        }
    }
}
