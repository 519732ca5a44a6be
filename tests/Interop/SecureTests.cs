using OrleansInference.Interop.Clients;
using OrleansInference.Interop.Serving;

namespace OrleansInference.Interop;

/// <summary>TLS, mutual TLS and API keys, as the clients of each language have them.</summary>
[Collection(SecureGroup.Name)]
public sealed class SecureTests(SecureServers servers)
{
    public static TheoryData<string, string> PythonCases => ClientScript.CasesOf("Python", "secure");

    public static TheoryData<string, string> NodeCases => ClientScript.CasesOf("Node", "secure");

    public static TheoryData<string, string> CurlCases => ClientScript.CasesOf("Curl", "secure");

    [PythonTheory]
    [MemberData(nameof(PythonCases))]
    public Task Python(string script, string name) => AssertPassed(script, name);

    [NodeTheory]
    [MemberData(nameof(NodeCases))]
    public Task Node(string script, string name) => AssertPassed(script, name);

    [CurlTheory]
    [MemberData(nameof(CurlCases))]
    public Task Curl(string script, string name) => AssertPassed(script, name);

    private async Task AssertPassed(string script, string name) => (await servers.Run(script)).AssertPassed(name);
}
