using System.Collections.Immutable;
using OrleansInference.FrontDoors.Validation;
using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors;

/// <summary>Takes a decoded request to its outcome, the same for every door.</summary>
internal sealed class RequestRunner(IDispatcher dispatcher, TimeProvider time)
{
    /// <param name="decoded">Consistent in itself.</param>
    /// <param name="target">The version that it is for.</param>
    /// <param name="caller">Who asks (<see cref="InferenceRequest.Caller"/>).</param>
    /// <param name="timeout">The door's own, counted from <paramref name="received"/>; null for none. The request's may be shorter.</param>
    /// <param name="received">Timestamp of the request's arrival.</param>
    /// <param name="cancellationToken">Fires when the caller goes away.</param>
    public ValueTask<InferenceOutcome> RunAsync(
        DecodedRequest decoded, ModelStatus target, string caller, TimeSpan? timeout, long received, CancellationToken cancellationToken)
    {
        if (target.Signature is { } signature
            && RequestValidator.Check(target.Id.Model, signature, decoded.Inputs, decoded.Outputs) is { } misfit)
            return ValueTask.FromResult(InferenceOutcome.Of(misfit));
        return Admit(decoded, target, caller, timeout, received, out var request) is { } fault
            ? ValueTask.FromResult(InferenceOutcome.Of(fault))
            : dispatcher.InferAsync(request!, cancellationToken);
    }

    private InferenceFault? Admit(
        DecodedRequest decoded, ModelStatus target, string caller, TimeSpan? timeout, long received, out InferenceRequest? request)
    {
        request = null;
        var parameters = decoded.Parameters;
        if (RequestSchedule.Take(ref parameters, out var schedule) is { } fault)
            return fault;
        if (schedule.Timeout is { } own && !(timeout <= own))
            timeout = own;
        var left = timeout - time.GetElapsedTime(received);
        if (left <= TimeSpan.Zero)
            return InferenceFault.Of(
                FaultKind.DeadlineExceeded, $"the time-out of {timeout!.Value.TotalMicroseconds} µs passed while the request was read");
        request = new InferenceRequest
        {
            Model = target.Id.Model,
            Version = target.Id.Version, // the one whose signature the inputs were checked against
            RequestId = decoded.Id,
            TimeLeft = left,
            Priority = schedule.Priority,
            Inputs = decoded.Inputs,
            RequestedOutputs = NamesOf(decoded.Outputs),
            Caller = caller,
            Parameters = parameters,
        };
        return null;
    }

    private static ImmutableArray<string> NamesOf(ImmutableArray<OutputRequest> outputs)
    {
        if (outputs.IsEmpty)
            return [];
        var names = ImmutableArray.CreateBuilder<string>(outputs.Length);
        foreach (var output in outputs)
            names.Add(output.Name);
        return names.MoveToImmutable();
    }
}
