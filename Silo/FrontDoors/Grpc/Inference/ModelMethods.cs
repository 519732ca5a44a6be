using OrleansInference.FrontDoors.Access;
using OrleansInference.Grpc;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>Readiness and metadata of models.</summary>
internal sealed class ModelMethods(IDispatcher dispatcher, ModelResolver resolver) : IInferenceMethods
{
    public void Bind(GrpcServiceBuilder service) => service
        .Unary<ModelReadyRequest, ModelReadyResponse>("ModelReady", ReadyAsync)
        .Unary<ModelMetadataRequest, ModelMetadataResponse>("ModelMetadata", MetadataAsync);

    /// <summary>A model that is not known is not ready, as in Triton.</summary>
    private async ValueTask<GrpcResult<ModelReadyResponse>> ReadyAsync(ModelReadyRequest request, GrpcCall call)
    {
        var target = await resolver.ResolveAsync(call.HttpContext, request.Name, request.Version, AccessScopes.None, call.CancellationToken);
        return target.Fault is { Kind: not FaultKind.UnknownModel } fault
            ? call.Fail(fault)
            : new ModelReadyResponse { Ready = target.Status is { IsReady: true } };
    }

    private async ValueTask<GrpcResult<ModelMetadataResponse>> MetadataAsync(ModelMetadataRequest request, GrpcCall call)
    {
        var target = await resolver.ResolveAsync(call.HttpContext, request.Name, request.Version, AccessScopes.None, call.CancellationToken);
        if (target.Status is not { } status)
            return call.Fail(target.Fault!);
        if (ModelMetadata.SignatureOf(status) is not { } signature)
            return call.Fail(Faults.NotLoaded(status));
        return new ModelMetadataResponse
        {
            Name = status.Id.Model,
            Versions = { ModelMetadata.VersionsOf(status, await dispatcher.ListAsync(call.CancellationToken)) },
            Platform = signature.Platform,
            Inputs = { signature.Inputs.Select(Describe) },
            Outputs = { signature.Outputs.Select(Describe) },
        };
    }

    private static ModelMetadataResponse.Types.TensorMetadata Describe(TensorSpec tensor) => new()
    {
        Name = tensor.Name, Datatype = tensor.DataType.ToProtocolName(), Shape = { ModelMetadata.ShapeOf(tensor) },
    };
}
