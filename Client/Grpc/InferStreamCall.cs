using System.Buffers;
using OrleansInference.Client.Wire;
using OrleansInference.Inference;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Client.Grpc;

/// <summary>A ModelStreamInfer call: requests go out from the content while outcomes come in.</summary>
internal sealed class InferStreamCall(GrpcCaller caller, InferContent content) : IDisposable
{
    private GrpcAnswer? _answer;

    /// <summary>The next outcome; null at the end.</summary>
    public async Task<StreamedOutcome?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _answer ??= await caller.StartAsync("ModelStreamInfer", content, null, cancellationToken);
            return await _answer.ReadAsync(cancellationToken) is { } message ? Outcome(message) : null;
        }
        catch (Exception exception) when (content.SequenceFailure is { } failure)
        {
            // The connection only broke because the caller's own sequence did.
            throw new InvalidOperationException($"The sequence of requests failed: {failure.Message}", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw caller.Unreachable(exception);
        }
    }

    public void Dispose() => _answer?.Dispose();

    private static StreamedOutcome Outcome(ReadOnlyMemory<byte> bytes)
    {
        if (InferReader.ReadStreamResponse(new ReadOnlySequence<byte>(bytes), null, out var error, out var message) is { } wrong)
            throw OutputTensor.Violation(wrong);
        if (error.Length == 0 && message is not null)
            return new StreamedOutcome(message.Id, InferenceOutcome.Of(ResponseMessages.Of(message)));
        // The protocol has only a text here, no status.
        return new StreamedOutcome(message?.Id ?? "", InferenceOutcome.Of(FaultKind.ModelError, error));
    }
}
