namespace OrleansInference.Bench;

/// <summary>The server in one round.</summary>
/// <param name="Rate">Requests a second.</param>
/// <param name="Corrected">The same without the client on the machine.</param>
/// <param name="ClientShare">Of all processors' time that the client took.</param>
/// <param name="ServerShare">The same of the server.</param>
/// <param name="MeanBatch">Items in a forward pass.</param>
/// <param name="OwnCpu">Microseconds of processor time a request, all but the forward passes; not a number where it is not asked for.</param>
internal sealed record ServerRound(double Rate, double Corrected, double ClientShare, double ServerShare, double MeanBatch, double OwnCpu);
