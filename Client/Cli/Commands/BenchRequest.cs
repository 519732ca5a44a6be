namespace OrleansInference.Cli.Commands;

/// <summary>The request of which a bench sends many.</summary>
/// <param name="SendAsync">Sends it once, through the client library.</param>
/// <param name="Items">The size of its batch.</param>
internal sealed record BenchRequest(Func<CancellationToken, Task> SendAsync, long Items);
