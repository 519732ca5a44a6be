namespace OrleansInference.Inference;

/// <summary>
/// The closed set of expected failures. Doors map each to a status (see docs of the door). One that a silo of a later release added is not tried elsewhere, and
/// is 500 / UNKNOWN with its message.
/// </summary>
[GenerateSerializer, Alias("oi.FaultKind")]
public enum FaultKind
{
    /// <summary>The request does not fit the model: 400 / INVALID_ARGUMENT.</summary>
    InvalidInput = 1,

    /// <summary>No such model or version in the repository: 404 / NOT_FOUND.</summary>
    UnknownModel = 2,

    /// <summary>Known, but no ready replica now: 503 / UNAVAILABLE.</summary>
    ModelNotReady = 3,

    /// <summary>Shed: 429 / RESOURCE_EXHAUSTED, with <see cref="InferenceFault.RetryAfter"/> where it can be told.</summary>
    QueueFull = 4,

    /// <summary>504 / DEADLINE_EXCEEDED.</summary>
    DeadlineExceeded = 5,

    /// <summary>The caller went away: 499 / CANCELLED.</summary>
    Cancelled = 6,

    /// <summary>The program itself refused these inputs or raised: 400 / INVALID_ARGUMENT with the program's own message.</summary>
    ModelError = 7,

    /// <summary>The program or its configuration cannot be loaded; with the reason: 400 / INVALID_ARGUMENT to whom asked for the load.</summary>
    LoadFailed = 8,

    /// <summary>The pool or silo that held the request went away; another attempt may succeed: 503 / UNAVAILABLE.</summary>
    Unavailable = 9,

    /// <summary>No key, or one that is not known: 401 / UNAUTHENTICATED.</summary>
    Unauthenticated = 10,

    /// <summary>The key does not cover this model or this operation: 403 / PERMISSION_DENIED.</summary>
    PermissionDenied = 11,

    /// <summary>
    /// The key has used up its rate: 429 / RESOURCE_EXHAUSTED, with <see cref="InferenceFault.RetryAfter"/>. Apart from
    /// <see cref="QueueFull"/>, because another attempt elsewhere does not help.
    /// </summary>
    RateLimited = 12,

    /// <summary>
    /// The device broke while it ran the request, which may be why, so it is not tried elsewhere: 500 / INTERNAL. From then on, what
    /// runs on that device in that process is <see cref="Unavailable"/>.
    /// </summary>
    DeviceLost = 13,

    /// <summary>The request or its outputs are larger than what one silo may send another: 413 / RESOURCE_EXHAUSTED. The message gives the sizes and the limit.</summary>
    TooLarge = 14,
}
