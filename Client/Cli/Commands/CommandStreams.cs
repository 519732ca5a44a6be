namespace OrleansInference.Cli.Commands;

/// <summary>Where a command reads and writes.</summary>
internal sealed record CommandStreams(Stream Input, TextWriter Output, TextWriter Error);
