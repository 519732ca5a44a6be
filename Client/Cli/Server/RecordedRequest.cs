using System.Collections.Immutable;

namespace OrleansInference.Cli.Server;

/// <summary>A request as it was sent.</summary>
/// <param name="Url">Absolute.</param>
/// <param name="Body">Null where it had none.</param>
/// <param name="Headers">Header lines, without the body's length.</param>
internal sealed record RecordedRequest(Uri Url, byte[]? Body, ImmutableArray<string> Headers);
