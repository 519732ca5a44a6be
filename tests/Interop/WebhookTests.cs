using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using OrleansInference.Interop.Clients;
using OrleansInference.Orchestration.Webhook;

namespace OrleansInference.Interop;

/// <summary>docs/webhook.md: its way of verifying a message, run by Python.</summary>
public sealed partial class WebhookTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef", Body = """{"cluster":"inference","silos":5}""";

    private static readonly string Now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString();

    [PythonFact]
    public void What_the_server_signs_is_genuine() => Assert.Equal("True", Verify(Signature(Now), Now, Body));

    [PythonFact]
    public void A_body_that_was_changed_is_not() => Assert.Equal("False", Verify(Signature(Now), Now, Body.Replace('5', '9')));

    [PythonFact]
    public void Nor_is_an_old_message_that_is_sent_again() => Assert.Equal("False", Verify(Signature("1767225600"), "1767225600", Body));

    [PythonFact]
    public void Nor_one_with_a_newer_time_than_was_signed() => Assert.Equal("False", Verify(Signature("1767225600"), Now, Body));

    private static string Signature(string timestamp) => WebhookSignature.Of(Encoding.UTF8.GetBytes(Secret), timestamp, Body);

    private static string Verify(string signature, string timestamp, string body, [CallerFilePath] string file = "")
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "../../docs/webhook.md"));
        var program = PythonBlock().Match(page).Groups[1].Value + """

            import sys
            secret, signature, timestamp, body = sys.argv[1:]
            print(is_genuine(secret.encode(), {"X-OI-Signature": signature, "X-OI-Timestamp": timestamp}, body.encode()))
            """;
        var end = ClientProcess.Run(
            "/usr/bin/python3", ["-c", program, Secret, signature, timestamp, body], AppContext.BaseDirectory, new Dictionary<string, string>(), TimeSpan.FromMinutes(1));
        Assert.True(end.Code == 0, end.Errors);
        return end.Output.Trim();
    }

    [GeneratedRegex("```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PythonBlock();
}
