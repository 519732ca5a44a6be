namespace OrleansInference.Protocol.Grpc;

/// <summary>How a call ended.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Message">For people, not percent-encoded; empty where there is nothing to say.</param>
public readonly record struct GrpcStatus(GrpcStatusCode Code, string Message)
{
    /// <summary>Success.</summary>
    public static GrpcStatus Ok { get; } = new(GrpcStatusCode.Ok, "");
}
