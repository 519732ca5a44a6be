namespace OrleansInference.FrontDoors.Access;

/// <summary>How often a key may be used, on each server.</summary>
/// <param name="RequestsPerSecond">In the long run; 0.001 to a million.</param>
/// <param name="Burst">Requests at once after a pause; 1 to a million.</param>
internal sealed record RateLimit(double RequestsPerSecond, int Burst);
