using System.Net;
using System.Text.RegularExpressions;
using OrleansInference.Serving;

namespace OrleansInference.Client.Clustering.Tests.Samples;

/// <summary>The sample service at a server's doors, on either engine.</summary>
public sealed partial class DoorTests
{
    [Fact]
    public async Task It_asks_a_server_over_gRPC_and_over_HTTP_and_is_unready_without()
    {
        await using var server = await ServerProcess.Start(Path.Combine(AppContext.BaseDirectory, "models", "repository"));
        await using (var sample = await SampleProcess.Start($"--Inference:Address={server.Http.BaseAddress}"))
            await SampleCalls.AreAnswered(sample.Http);

        var grpc = GrpcDoor().Match(server.Output).Groups["address"].Value.Replace("http://", "grpc://", StringComparison.Ordinal);
        await using var other = await SampleProcess.Start($"--Inference:Address={grpc}");
        await SampleCalls.AreAnswered(other.Http);

        await server.Stop();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await other.Http.GetAsync("/healthz/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await other.Http.PostAsync("/classify/digit", new ByteArrayContent(new byte[64]))).StatusCode);
    }

    [GeneratedRegex(@"^door +gRPC (?<address>\S+)", RegexOptions.Multiline)]
    private static partial Regex GrpcDoor();
}
