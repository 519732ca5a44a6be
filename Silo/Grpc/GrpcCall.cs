using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>
/// One call as its handler sees it. Reading and writing may go on beside each other, each by one at a time. A handler observes
/// <see cref="CancellationToken"/>: after the deadline nothing but the status is sent, and that when the handler has ended.
/// </summary>
internal sealed partial class GrpcCall : IDisposable
{
    private static readonly GrpcStatus DeadlineExceeded = new(GrpcStatusCode.DeadlineExceeded, "the deadline passed");
    private static readonly GrpcStatus Stopped = new(GrpcStatusCode.Unavailable, "the server is stopping; send the rest to another");

    /// <summary>The longest that a timer takes; a deadline beyond is none in practice.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly GrpcServer _server;
    private readonly long _received;
    private TimeSpan? _timeout;
    private CancellationTokenSource? _deadline;
    private CancellationTokenRegistration _aborted;
    private CancellationTokenRegistration _stopping;
    private List<KeyValuePair<string, string>>? _trailers;

    public GrpcCall(HttpContext context, GrpcServer server)
    {
        (HttpContext, _server) = (context, server);
        _received = server.Time.GetTimestamp();
        CancellationToken = context.RequestAborted;
    }

    public HttpContext HttpContext { get; }

    /// <summary>Request metadata; names that end in <c>-bin</c> are read with <see cref="GrpcMetadata.Decode"/>.</summary>
    public IHeaderDictionary RequestHeaders => HttpContext.Request.Headers;

    /// <summary>Fires when the deadline passes, the client resets the call, or its connection is gone.</summary>
    public CancellationToken CancellationToken { get; private set; }

    /// <summary>Fires when the server begins to stop.</summary>
    public CancellationToken Stopping => _server.Stopping;

    /// <summary>Until the deadline; null for a call without one.</summary>
    public TimeSpan? TimeLeft => _timeout - _server.Time.GetElapsedTime(_received);

    /// <summary>Adds response metadata, before the first message is written.</summary>
    public void AddHeader(string name, string value) => HttpContext.Response.Headers.Append(name, value);

    /// <summary>Adds metadata that goes out with the status.</summary>
    public void AddTrailer(string name, string value) => (_trailers ??= []).Add(new(name, value));

    /// <summary>Reads the call's own headers; the status to refuse it with where one of them is malformed.</summary>
    public GrpcStatus? Begin(bool readsStream)
    {
        GrpcReply.Begin(HttpContext);
        if (HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null; // each message has its limit; a stream has any number of them
        if (readsStream)
            BeginStream();
        return BeginEncoding() ?? BeginDeadline();
    }

    /// <summary>Sets the trailers; the server sends them once the endpoint returns.</summary>
    public void End(GrpcStatus status)
    {
        if (HttpContext.RequestAborted.IsCancellationRequested)
            return; // nobody is there to read it
        if (status.Code != GrpcStatusCode.Ok && CancellationToken.IsCancellationRequested)
            status = DeadlineExceeded;
        else if (status.Code == GrpcStatusCode.Ok && _cutShort)
            status = Stopped;
        if (_writing)
        {
            HttpContext.Abort(); // half a message can't be followed by anything
            return;
        }
        var trailers = GrpcReply.TrailersOf(HttpContext, trailersOnly: status.Code != GrpcStatusCode.Ok && !_hasWritten);
        GrpcReply.Write(trailers, status);
        foreach (var (name, value) in _trailers ?? [])
            trailers.Append(name, value);
    }

    public void Dispose()
    {
        ReleaseMessage();
        _stopping.Dispose();
        _aborted.Dispose();
        _deadline?.Dispose();
    }

    private GrpcStatus? BeginDeadline()
    {
        var header = RequestHeaders.GrpcTimeout;
        if (header.Count == 0)
            return null;
        if (!GrpcTimeout.TryParse(header.ToString(), out var timeout))
            return new GrpcStatus(
                GrpcStatusCode.Internal, $"{GrpcHeaders.Timeout}: expected at most 8 digits and one of H M S m u n, got '{header}'");
        _timeout = timeout;
        if (timeout == TimeSpan.Zero)
            return DeadlineExceeded;
        if (timeout > LongestTimer)
            return null;
        _deadline = new CancellationTokenSource(timeout, _server.Time);
        _aborted = CancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _deadline);
        CancellationToken = _deadline.Token;
        return null;
    }

    private void BeginStream()
    {
        if (HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null; // a stream may be silent for hours
        _stopping = _server.Stopping.UnsafeRegister(static call => ((GrpcCall)call!).StopReading(), this);
    }
}
