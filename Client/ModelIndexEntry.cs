namespace OrleansInference.Client;

/// <summary>One line of a server's model repository index.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">Empty where the server has none to tell.</param>
/// <param name="State"><c>READY</c>, <c>LOADING</c>, <c>UNLOADING</c> or <c>UNAVAILABLE</c>; empty where the server does not tell.</param>
/// <param name="Reason">Why it is not ready; else empty.</param>
public sealed record ModelIndexEntry(string Name, string Version, string State, string Reason);
