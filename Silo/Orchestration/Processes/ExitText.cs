namespace OrleansInference.Orchestration.Processes;

internal static class ExitText
{
    /// <summary>As shells count: what a signal ended has 128 and the signal's number.</summary>
    private const int SignalBase = 128;

    public static string Of(int code) => code > SignalBase ? $"ended by signal {code - SignalBase}" : $"exit code {code}";
}
