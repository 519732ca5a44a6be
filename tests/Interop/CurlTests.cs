using OrleansInference.Interop.Clients;
using OrleansInference.Interop.Serving;

namespace OrleansInference.Interop;

[Collection(ServerGroup.Name)]
public sealed class CurlTests(InteropServer server)
{
    public static TheoryData<string, string> Cases => ClientScript.CasesOf("Curl", "http", "grpc");

    [CurlTheory]
    [MemberData(nameof(Cases))]
    public async Task Client(string script, string name) => (await server.Run(script)).AssertPassed(name);
}
