namespace OrleansInference.Protocol.Grpc;

/// <summary>The status codes of gRPC, by their official numbers (grpc/grpc <c>doc/statuscodes.md</c>).</summary>
public enum GrpcStatusCode
{
    /// <summary>No error.</summary>
    Ok = 0,

    /// <summary>The caller gave the call up.</summary>
    Cancelled = 1,

    /// <summary>An error of which no more is known, or a code that isn't known here.</summary>
    Unknown = 2,

    /// <summary>What was sent is wrong, whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the answer was there; the work may have been done.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be created exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known, and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a queue or a size limit is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The server is not in the state that the call needs; it must be changed before another attempt.</summary>
    FailedPrecondition = 9,

    /// <summary>Given up for a conflict; another attempt of the whole may succeed.</summary>
    Aborted = 10,

    /// <summary>Beyond the valid range.</summary>
    OutOfRange = 11,

    /// <summary>No such service or method here.</summary>
    Unimplemented = 12,

    /// <summary>A broken invariant, or a breach of the protocol.</summary>
    Internal = 13,

    /// <summary>Not now; another attempt after a pause may succeed.</summary>
    Unavailable = 14,

    /// <summary>Data lost beyond recovery.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
