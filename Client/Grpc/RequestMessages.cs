using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OrleansInference.Client.Wire;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Client.Grpc;

/// <summary>From requests to messages.</summary>
internal static class RequestMessages
{
    /// <param name="request">What to send.</param>
    /// <param name="classes">The classification parameter of each requested output; 0 for none.</param>
    /// <param name="withTimeout">Whether the deadline goes into the message, because no header of its own says it.</param>
    public static InferRequestMessage Of(InferenceRequest request, int classes, bool withTimeout)
    {
        var parameters = request.Parameters;
        if (withTimeout && request.TimeLeft is { } timeLeft)
            parameters = parameters.SetItem("timeout", ParameterValue.Of(InferRequestContent.Microseconds(timeLeft)));
        if (request.Priority > 0)
            parameters = parameters.SetItem("priority", ParameterValue.Of((long)request.Priority));
        var outputParameters = ImmutableDictionary<string, ParameterValue>.Empty;
        if (classes > 0)
            outputParameters = outputParameters.SetItem("classification", ParameterValue.Of((long)classes));
        return new InferRequestMessage
        {
            ModelName = request.Model,
            ModelVersion = request.Version?.ToString() ?? "",
            Id = request.RequestId,
            Parameters = parameters,
            Tensors =
            [
                .. request.Inputs.Select(input =>
                    new TensorMessage { Name = input.Name, DataType = input.DataType.ToProtocolName(), Shape = input.Shape }),
            ],
            RawContents = [.. request.Inputs.Select(input => input.Data)],
            Outputs = [.. request.RequestedOutputs.Select(output => new RequestedOutputMessage(output, outputParameters))],
        };
    }

    /// <summary>The same for a stream of requests.</summary>
    public static async IAsyncEnumerable<InferRequestMessage> Of(
        IAsyncEnumerable<InferenceRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var request in requests.WithCancellation(cancellationToken))
            yield return Of(request, classes: 0, withTimeout: true);
    }
}
