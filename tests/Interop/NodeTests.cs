using OrleansInference.Interop.Clients;
using OrleansInference.Interop.Serving;

namespace OrleansInference.Interop;

[Collection(ServerGroup.Name)]
public sealed class NodeTests(InteropServer server)
{
    public static TheoryData<string, string> Cases => ClientScript.CasesOf("Node", "http", "http2", "grpc");

    [NodeTheory]
    [MemberData(nameof(Cases))]
    public async Task Client(string script, string name) => (await server.Run(script)).AssertPassed(name);
}
