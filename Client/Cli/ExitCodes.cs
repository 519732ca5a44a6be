namespace OrleansInference.Cli;

/// <summary>What the process ends with; docs/cli.md tells users.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The server refused the request, or a check found something wrong.</summary>
    public const int Failed = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    public const int Unreachable = 3;

    public const int Interrupted = 130;
}
