namespace OrleansInference.Interop.Clients;

/// <summary>One line of a script.</summary>
/// <param name="Name">The case.</param>
/// <param name="Ok">Whether the server did as the client expects.</param>
/// <param name="Detail">What it did instead.</param>
internal sealed record CaseResult(string Name, bool Ok, string Detail);
