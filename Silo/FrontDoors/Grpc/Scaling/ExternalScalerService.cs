using Google.Protobuf;
using OrleansInference.Autoscaling;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Grpc;
using OrleansInference.Inference;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Scaling;

namespace OrleansInference.FrontDoors.Grpc.Scaling;

/// <summary>
/// KEDA's external scaler: KEDA asks what the autoscaler wants, and has Kubernetes do it. KEDA can't send an API key, so none is asked for, as with the probes;
/// but what is told without one is a number of the whole cluster: naming a model takes a key that covers it.
/// </summary>
internal sealed class ExternalScalerService(IAutoscaler autoscaler, AccessControl access, TimeProvider time)
{
    /// <summary>Between two looks of a stream: the autoscaler decides as often.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private static readonly GrpcStatus Stopped = new(GrpcStatusCode.Unavailable, "the server is stopping");
    private static readonly GrpcStatus IsOff = new(GrpcStatusCode.FailedPrecondition, Faults.AutoscalerIsOff);

    public void Bind(GrpcServiceBuilder service) => service
        .Unary<ScaledObjectRef, IsActiveResponse>("IsActive", (scaled, call) => AnswerAsync(scaled, call, ActivityOf))
        .ServerStreaming<ScaledObjectRef, IsActiveResponse>("StreamIsActive", (scaled, answers, call) => StreamAsync(scaled, answers, call, ActivityOf))
        .Unary<ScaledObjectRef, GetMetricSpecResponse>("GetMetricSpec", (scaled, call) => AnswerAsync(scaled, call, SpecOf))
        .ServerStreaming<ScaledObjectRef, GetMetricSpecResponse>("StreamMetricSpec", (scaled, answers, call) => StreamAsync(scaled, answers, call, SpecOf))
        .Unary<GetMetricsRequest, GetMetricsResponse>("GetMetrics", GetMetricsAsync);

    private static IsActiveResponse ActivityOf(ScalerView view) => new() { Result = view.IsActive };

    private static GetMetricSpecResponse SpecOf(ScalerView view) => new() { MetricSpecs = { view.Spec } };

    private async ValueTask<GrpcResult<TResponse>> AnswerAsync<TResponse>(ScaledObjectRef scaled, GrpcCall call, Func<ScalerView, TResponse> tell)
        where TResponse : class, IMessage<TResponse>
    {
        var (view, refusal) = await LookAsync(scaled, call);
        return view is null ? refusal : tell(view);
    }

    private async ValueTask<GrpcResult<GetMetricsResponse>> GetMetricsAsync(GetMetricsRequest request, GrpcCall call)
    {
        var (view, refusal) = await LookAsync(request.ScaledObjectRef ?? new ScaledObjectRef(), call);
        return view is null ? refusal
            : request.MetricName != view.MetricName ? new GrpcStatus(
                GrpcStatusCode.InvalidArgument, $"metricName: the scaled object's metric is '{view.MetricName}', got '{request.MetricName}'")
            : view.Value is { } value ? new GetMetricsResponse { MetricValues = { value } }
            : new GrpcStatus(GrpcStatusCode.Unavailable, $"there is no {view.MetricName} yet: no request has been measured, or no replica is ready");
    }

    private async ValueTask<GrpcStatus> StreamAsync<TResponse>(
        ScaledObjectRef scaled, GrpcResponseStream<TResponse> answers, GrpcCall call, Func<ScalerView, TResponse> tell)
        where TResponse : class, IMessage<TResponse>
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, call.Stopping);
        using var look = new PeriodicTimer(LookInterval, time);
        TResponse? told = null;
        while (true)
        {
            var (view, refusal) = await LookAsync(scaled, call);
            if (view is null)
                return refusal; // KEDA comes back, with back-off
            var answer = tell(view);
            if (!answer.Equals(told))
                await answers.WriteAsync(answer);
            told = answer;
            try
            {
                await look.WaitForNextTickAsync(ended.Token);
            }
            catch (OperationCanceledException) when (!call.CancellationToken.IsCancellationRequested)
            {
                return Stopped;
            }
        }
    }

    /// <summary>One look, for a caller that may: a key may have been withdrawn since the last one.</summary>
    private async ValueTask<(ScalerView? View, GrpcStatus Refusal)> LookAsync(ScaledObjectRef scaled, GrpcCall call)
    {
        List<string> errors = [];
        if (ScalerQuery.Read(scaled.ScalerMetadata, errors) is not { } query)
            return (null, new GrpcStatus(GrpcStatusCode.InvalidArgument, $"the trigger's metadata: {string.Join("; ", errors)}"));
        if (query.Model is not null && Authorize(query.Model, call.HttpContext) is { } refused)
            return (null, call.Fail(refused));
        if (!autoscaler.IsEnabled)
            return (null, IsOff);
        var (status, fault) = await autoscaler.StatusAsync(call.CancellationToken);
        if (status is null)
            return (null, call.Fail(fault!));
        var view = new ScalerView(query, status);
        return view.IsUnknown ? (null, call.Fail(Faults.NotScaled(query.Model!, query.Version?.ToString()))) : (view, default);
    }

    private InferenceFault? Authorize(string model, HttpContext context)
    {
        if (!access.IsOpen && context.Features.Get<Caller>() is null)
        {
            if (access.Authenticate(context.Request.Headers.Authorization, out var caller) is { } fault)
                return fault;
            context.Features.Set(caller);
        }
        return access.Authorize(context, model, AccessScopes.None);
    }
}
