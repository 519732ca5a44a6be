namespace OrleansInference.Cli.Bench;

/// <summary>One of the connections that load a server. Disposing also ends an exchange that runs on another thread.</summary>
internal interface ILoadConnection : IDisposable
{
    /// <summary>Sends the request and waits for the whole answer.</summary>
    /// <returns>Null for a success, else what went wrong, in words that are the same for errors of one kind.</returns>
    string? Exchange();
}
