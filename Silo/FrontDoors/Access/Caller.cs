namespace OrleansInference.FrontDoors.Access;

/// <summary>Who sends a request: a feature of its <see cref="HttpContext"/> where keys are asked for.</summary>
/// <param name="Key">As it was when the request began.</param>
/// <param name="Keys">The set that it was found in.</param>
internal sealed record Caller(ApiKey Key, ApiKeySet Keys);
