using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Access;
using OrleansInference.FrontDoors.Http.Json;
using OrleansInference.FrontDoors.Memory;
using OrleansInference.FrontDoors.Outputs;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors.Http;

/// <summary><c>POST /v2/models/{model}[/versions/{version}]/infer</c>.</summary>
internal sealed class InferEndpoint(
    RequestRunner runner,
    ModelResolver resolver,
    AlignedBufferPool pool,
    InferResponseWriter writer,
    IOptions<HttpDoorOptions> options,
    TimeProvider time)
{
    private readonly HttpDoorOptions _options = options.Value;

    public async Task HandleAsync(HttpContext context)
    {
        var memory = new RequestMemory(pool);
        var mayReuse = true;
        try
        {
            var received = time.GetTimestamp();
            if (InferHeaders.Read(context.Request.Headers, out var headers) is { } badHeader)
            {
                await HttpReply.FaultAsync(context, badHeader);
                return;
            }
            var target = await resolver.ResolveAsync(context, AccessScopes.Infer);
            if (target.Status is not { } status)
            {
                await HttpReply.FaultAsync(context, target.Fault!);
                return;
            }
            var body = await RequestBody.ReadAsync(context, headers, _options, memory);
            if (body.Fault is not null)
            {
                await HttpReply.FaultAsync(context, body.Fault);
                return;
            }
            if (headers.JsonBytes == 0) // no parameters, and the tensor's shape follows from the signature
                status = resolver.Choose(target, ImmutableDictionary<string, ParameterValue>.Empty);
            if (Decode(headers, status, body, memory, out var decoded) is { } badRequest)
            {
                await HttpReply.FaultAsync(context, badRequest);
                return;
            }
            if (headers.JsonBytes != 0)
                status = resolver.Choose(target, decoded.Parameters);

            mayReuse = false; // until an outcome says that nobody reads the inputs any more
            var outcome = await runner.RunAsync(decoded, status, target.Caller, headers.Timeout, received, context.RequestAborted);
            mayReuse = outcome.MayReuseInputs;
            await (outcome.Response is { } response
                ? AnswerAsync(context, headers, decoded, status.Signature, response)
                : HttpReply.FaultAsync(context, outcome.Fault!));
        }
        finally
        {
            if (mayReuse)
                memory.Return();
        }
    }

    private InferenceFault? Decode(
        InferHeaders headers, ModelStatus status, RequestBody body, RequestMemory memory, out DecodedRequest decoded) =>
        headers.JsonBytes == 0
            ? RawTensorRequest.Decode(status.Id.Model, status.Signature, body.Binary, memory, out decoded)
            : RequestDecoder.Decode(body, headers.JsonBytes is not null, status.Signature, _options, memory, out decoded);

    private async Task AnswerAsync(
        HttpContext context, InferHeaders headers, DecodedRequest decoded, ModelSignature? signature, InferenceResponse response)
    {
        try
        {
            var fault = OutputSelection.Select(response, signature, decoded.Outputs, out var outputs)
                ?? await writer.WriteAsync(context, new InferResponse(response.Model, decoded, outputs), headers.ResponseCoding);
            if (fault is not null)
                await HttpReply.FaultAsync(context, fault);
        }
        finally
        {
            TensorMemory.Release(response);
        }
    }
}
