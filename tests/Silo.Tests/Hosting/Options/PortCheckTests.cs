using System.Net;
using System.Net.Sockets;

namespace OrleansInference.Hosting;

public sealed class PortCheckTests
{
    [Fact]
    public void A_taken_port_is_told_with_the_option_that_changes_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.Equal(
            $"Http:Port = {port}: can't listen on 127.0.0.1:{port}: another program does already; choose another port with --http-port N",
            PortCheck.Problem("Http:Port", "--http-port", IPAddress.Loopback, port));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::")]
    public void A_free_port_is_no_problem(string address) =>
        Assert.Null(PortCheck.Problem("Http:Port", "--http-port", IPAddress.Parse(address), 0));

    [Fact]
    public void An_address_of_another_machine_is_told() =>
        Assert.Contains("this machine has no such address", PortCheck.Problem("Http:Port", "--http-port", IPAddress.Parse("192.0.2.1"), 0));
}
