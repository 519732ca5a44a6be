using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Messages;

/// <summary>
/// What silos can send each other. The engine drops the connection over a message that is longer, and with it what else is on its way there, so it must never see one: a
/// request is looked at before it is dispatched, wherever it may go, and an answer before it leaves for another silo.
/// </summary>
/// <param name="MaxBytes">Of one message's body, as the engine is configured.</param>
public sealed record MessageLimit(int MaxBytes)
{
    /// <summary>The engine's own.</summary>
    public static readonly MessageLimit Default = new(100 * 1024 * 1024);

    /// <summary>Why a request can't be sent; null where it can.</summary>
    internal InferenceFault? Refusal(InferenceRequest request) => MessageSize.Of(request) is var bytes && bytes <= MaxBytes ? null : InferenceFault.Of(
        FaultKind.TooLarge,
        $"The request for model '{request.Model}' takes about {bytes} bytes ({MessageSize.Describe(request.Inputs)}); at most {MaxBytes} may go from one silo to another (Cluster:MaxMessageBytes).");

    /// <summary>The request as it goes to another silo, which has to send the answer back.</summary>
    internal InferenceRequest ForAnotherSilo(InferenceRequest request) =>
        request.MaxAnswerBytes <= MaxBytes ? request : request with { MaxAnswerBytes = MaxBytes };

    /// <summary>The outcome as it may be sent to who asked (<see cref="InferenceRequest.MaxAnswerBytes"/>): one that is longer becomes a fault, and its memory is free.</summary>
    public static InferenceOutcome Bound(InferenceOutcome outcome, int? maxBytes)
    {
        if (maxBytes is not { } most || outcome.Response is not { } response || MessageSize.Of(response) is var bytes && bytes <= most) return outcome;
        var fault = InferenceFault.Of(
            FaultKind.TooLarge,
            $"The answer of model '{response.Model}' takes about {bytes} bytes ({MessageSize.Describe(response.Outputs)}); at most {most} may go from one silo to another "
            + "(Cluster:MaxMessageBytes). Ask for fewer outputs or a smaller batch.");
        TensorMemory.Release(response);
        return outcome with { Response = null, Fault = fault };
    }
}
