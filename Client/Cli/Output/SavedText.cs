namespace OrleansInference.Cli.Output;

internal static class SavedText
{
    /// <summary>What operators have set counts, but nothing keeps it yet.</summary>
    public static string NotStored(string reason) => $"What was set is not stored yet, and would be lost with the last silo: {reason}";
}
