using OrleansInference.Interop.Clients;
using OrleansInference.Interop.Serving;

namespace OrleansInference.Interop;

[Collection(ServerGroup.Name)]
public sealed class PythonTests(InteropServer server)
{
    public static TheoryData<string, string> Cases => ClientScript.CasesOf("Python", "http", "grpc");

    [PythonTheory]
    [MemberData(nameof(Cases))]
    public async Task Client(string script, string name) => (await server.Run(script)).AssertPassed(name);
}
