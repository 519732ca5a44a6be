using OrleansInference.Interop.Clients;
using OrleansInference.Interop.Serving;

namespace OrleansInference.Interop;

/// <summary>Models that clients load and unload, and what they can ask about them.</summary>
public sealed class ControlTests(ControlServer server) : IClassFixture<ControlServer>
{
    public static TheoryData<string, string> PythonCases => ClientScript.CasesOf("Python", "control");

    [PythonTheory]
    [MemberData(nameof(PythonCases))]
    public async Task Python(string script, string name) => (await server.Run(script)).AssertPassed(name);
}
