using OrleansInference.Inference;
using OrleansInference.Routing.Waiting;

namespace OrleansInference.Routing;

/// <summary>What a request gets from <see cref="VersionRoutes.Claim"/>: one of the three, or nothing where no pool can take it.</summary>
/// <param name="Lease">A place.</param>
/// <param name="Waiting">A wait for one.</param>
/// <param name="Fault">A refusal.</param>
internal readonly record struct Claim(PoolLease? Lease, WaitingRequest? Waiting, InferenceFault? Fault);
