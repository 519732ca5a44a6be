using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OrleansInference.FrontDoors.Reload;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Access;

/// <summary>What doors ask for while a request, or a stream, goes on.</summary>
public sealed class AccessControlTests : IDisposable
{
    private readonly KeysFile _keys = new(
        KeysFile.Entry("k1", models: "a*", scopes: "infer admin", rest: ""","rate":{"requestsPerSecond":0.001,"burst":3}"""), KeysFile.Entry("k2"));

    private readonly ManualTime _time = new();
    private readonly AccessControl _access;

    public AccessControlTests() => _access = Make(_keys.Path);

    public void Dispose()
    {
        _access.Dispose();
        _keys.Dispose();
    }

    [Fact]
    public void Without_keys_everything_may_be_done()
    {
        using var open = Make(null);
        var context = new DefaultHttpContext();

        Assert.True(open.IsOpen);
        Assert.Null(open.Authorize(context, "a", AccessScopes.Admin));
        Assert.Null(open.Authorize(context, AccessScopes.Admin));
        Assert.Null(open.ChargeNext(context));
        Assert.True(open.CanSee(context, "a"));
    }

    [Fact]
    public void Two_keys_in_a_request_are_refused()
    {
        var fault = _access.Authenticate(new StringValues(["Bearer k1", "Bearer k2"]), out var caller);

        Assert.Equal((FaultKind.Unauthenticated, "expected one header 'Authorization: Bearer KEY', got 2"), (fault?.Kind, fault?.Message));
        Assert.Null(caller);
    }

    [Fact]
    public void A_request_that_was_not_asked_for_its_key_may_do_nothing()
    {
        var context = new DefaultHttpContext();

        Assert.Equal(FaultKind.Unauthenticated, _access.Authorize(context, "a", AccessScopes.None)?.Kind);
        Assert.Equal(FaultKind.Unauthenticated, _access.Authorize(context, AccessScopes.None)?.Kind);
        Assert.Equal(FaultKind.Unauthenticated, _access.ChargeNext(context)?.Kind);
        Assert.False(_access.CanSee(context, "a"));
    }

    [Fact]
    public void Scopes_hold_for_what_concerns_no_model_too()
    {
        Assert.Null(_access.Authorize(As("k1"), AccessScopes.Admin));
        Assert.Null(_access.Authorize(As("k2"), AccessScopes.None));
        var fault = _access.Authorize(As("k2"), AccessScopes.Admin);
        Assert.Equal((FaultKind.PermissionDenied, "API key 'k2' lacks the scope 'admin'; it has 'infer'"), (fault?.Kind, fault?.Message));
        Assert.Null(_access.Authorize(As("k1"), "ab", AccessScopes.Infer | AccessScopes.Admin));
    }

    [Fact]
    public void Each_message_of_a_stream_counts()
    {
        var context = As("k1"); // the first

        Assert.Null(_access.ChargeNext(context));
        Assert.Null(_access.ChargeNext(context));
        Assert.Equal(FaultKind.RateLimited, _access.ChargeNext(context)?.Kind);
    }

    [Fact]
    public void A_stream_ends_with_its_key_and_follows_its_changes()
    {
        var (withdrawn, changed) = (As("k1"), As("k2"));

        _keys.Write(KeysFile.Entry("k2", models: "b"));
        _time.Advance(2 * ReloadedFiles<object>.LookInterval);

        Assert.Equal(FaultKind.Unauthenticated, _access.Authorize(withdrawn, "a", AccessScopes.Infer)?.Kind);
        Assert.Equal(FaultKind.Unauthenticated, _access.ChargeNext(withdrawn)?.Kind);
        Assert.Equal(FaultKind.PermissionDenied, _access.Authorize(changed, "a", AccessScopes.Infer)?.Kind);
        Assert.Null(_access.Authorize(changed, "b", AccessScopes.Infer));
    }

    private HttpContext As(string key)
    {
        Assert.Null(_access.Authenticate($"Bearer {key}", out var caller));
        var context = new DefaultHttpContext();
        context.Features.Set(caller);
        return context;
    }

    private AccessControl Make(string? path) =>
        new(Options.Create(new AccessOptions { KeysPath = path }), _time, NullLogger<AccessControl>.Instance);
}
