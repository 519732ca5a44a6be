using System.Globalization;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Access;

/// <summary>
/// Decides who may do what, the same for every door. <see cref="Authenticate"/> runs once a request, before its handler;
/// <see cref="Authorize(HttpContext, string, AccessScopes)"/> where the handler knows the model. Without a keys file everyone may do everything.
/// </summary>
internal sealed class AccessControl(IOptions<AccessOptions> options, TimeProvider time, ILogger<AccessControl> logger) : IDisposable
{
    private readonly ApiKeys? _keys = options.Value.HasKeys ? new ApiKeys(options.Value.KeysPath!, time, logger) : null;

    /// <summary>No keys are asked for.</summary>
    public bool IsOpen => _keys is null;

    /// <summary>How many keys there are now.</summary>
    public int KeyCount => _keys?.Current.Keys.Length ?? 0;

    /// <summary>Finds the caller by its <c>Authorization</c> header and counts the request against its rate. Not to be called where <see cref="IsOpen"/>.</summary>
    public InferenceFault? Authenticate(StringValues authorization, out Caller? caller)
    {
        caller = null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (BearerToken.Hash(authorization, hash) is { } problem)
            return Unauthenticated(problem);
        var keys = _keys!.Current;
        var key = keys.Find(hash);
        if (Refusal(key) is { } fault)
            return fault;
        caller = new Caller(key!, keys);
        return Charge(key!);
    }

    /// <summary>Whether the caller may do to <paramref name="model"/> what needs <paramref name="needed"/>; null where it may.</summary>
    public InferenceFault? Authorize(HttpContext context, string model, AccessScopes needed)
    {
        if (_keys is null)
            return null;
        if (Find(context, out var key) is { } fault)
            return fault;
        return !key!.Covers(model)
            ? Denied($"API key '{key.Name}' does not cover model '{model}'; it covers {string.Join(", ", key.Models)}")
            : Lacks(key, needed);
    }

    /// <summary>Whether the caller may do what concerns no model and needs <paramref name="needed"/>; null where it may.</summary>
    public InferenceFault? Authorize(HttpContext context, AccessScopes needed) =>
        _keys is null ? null : Find(context, out var key) ?? Lacks(key!, needed);

    /// <summary>Whether lists that this caller asks for may name <paramref name="model"/>.</summary>
    public bool CanSee(HttpContext context, string model) => Authorize(context, model, AccessScopes.None) is null;

    /// <summary>The name of the key that a request came with; empty where none is asked for.</summary>
    public string CallerOf(HttpContext context) => _keys is null ? "" : context.Features.Get<Caller>()?.Key.Name ?? "";

    /// <summary>Counts one more request of a stream; its first was counted when the stream began.</summary>
    public InferenceFault? ChargeNext(HttpContext context) =>
        _keys is null ? null : Find(context, out var key) ?? Charge(key!);

    public void Dispose() => _keys?.Dispose();

    /// <summary>The caller's key as it is now: a stream may outlive it.</summary>
    private InferenceFault? Find(HttpContext context, out ApiKey? key)
    {
        key = null;
        if (context.Features.Get<Caller>() is not { } caller)
            return Unauthenticated("this server asks for an API key"); // the door forgot to ask: stay closed
        var keys = _keys!.Current;
        key = ReferenceEquals(keys, caller.Keys) ? caller.Key : keys.Find(caller.Key.Hash.AsSpan());
        return Refusal(key);
    }

    private InferenceFault? Refusal(ApiKey? key) =>
        key is null ? Unauthenticated("the API key is not known to this server") :
        key.Expires <= time.GetUtcNow() ? Unauthenticated($"API key '{key.Name}' expired on {key.Expires.Value.ToUniversalTime():u}") :
        null;

    private static InferenceFault? Lacks(ApiKey key, AccessScopes needed) =>
        (key.Scopes & needed) == needed ? null : Denied($"API key '{key.Name}' lacks the scope '{Name(needed)}'; it has '{Name(key.Scopes)}'");

    private static InferenceFault? Charge(ApiKey key)
    {
        if (key.Limiter is not { } limiter)
            return null;
        using var lease = limiter.AttemptAcquire();
        if (lease.IsAcquired)
            return null;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : TimeSpan.FromSeconds(1);
        var rate = key.Rate!;
        return new InferenceFault
        {
            Kind = FaultKind.RateLimited,
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"API key '{key.Name}' is over its rate of {rate.RequestsPerSecond} requests a second (at most {rate.Burst} at once); come back in {Math.Ceiling(wait.TotalMilliseconds)} ms"),
            RetryAfter = wait,
        };
    }

    private static string Name(AccessScopes scopes) => scopes.ToString().ToLowerInvariant();

    private static InferenceFault Unauthenticated(string message) => InferenceFault.Of(FaultKind.Unauthenticated, message);

    private static InferenceFault Denied(string message) => InferenceFault.Of(FaultKind.PermissionDenied, message);
}
