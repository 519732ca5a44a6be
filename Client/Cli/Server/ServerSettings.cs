namespace OrleansInference.Cli.Server;

/// <summary>Where the server is and how it is spoken to.</summary>
internal sealed record ServerSettings
{
    public required Uri Address { get; init; }

    /// <summary>The deadline of each call.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Sent as <c>Authorization: Bearer</c>; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The only authorities that are trusted, in PEM; null for the system's.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Whether any certificate will do.</summary>
    public bool IsInsecure { get; init; }
}
