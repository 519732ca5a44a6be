using OrleansInference.Grpc;
using OrleansInference.Inference;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>The repository, configurations and statistics; the same as over HTTP.</summary>
internal sealed class AdministrationMethods(ModelAdministration administration) : IInferenceMethods
{
    public void Bind(GrpcServiceBuilder service) => service
        .Unary<ModelConfigRequest, ModelConfigResponse>("ModelConfig", ConfigAsync)
        .Unary<ModelStatisticsRequest, ModelStatisticsResponse>("ModelStatistics", StatisticsAsync)
        .Unary<RepositoryIndexRequest, RepositoryIndexResponse>("RepositoryIndex", IndexAsync)
        .Unary<RepositoryModelLoadRequest, RepositoryModelLoadResponse>("RepositoryModelLoad", LoadAsync)
        .Unary<RepositoryModelUnloadRequest, RepositoryModelUnloadResponse>("RepositoryModelUnload", UnloadAsync);

    private async ValueTask<GrpcResult<ModelConfigResponse>> ConfigAsync(ModelConfigRequest request, GrpcCall call)
    {
        var (config, fault) = await administration.ConfigAsync(call.HttpContext, request.Name, request.Version, call.CancellationToken);
        return fault is null ? new ModelConfigResponse { Config = config } : call.Fail(fault);
    }

    private async ValueTask<GrpcResult<ModelStatisticsResponse>> StatisticsAsync(ModelStatisticsRequest request, GrpcCall call)
    {
        var (statistics, fault) = await administration.StatisticsAsync(call.HttpContext, request.Name, request.Version, call.CancellationToken);
        return fault is null ? statistics! : call.Fail(fault);
    }

    private async ValueTask<GrpcResult<RepositoryIndexResponse>> IndexAsync(RepositoryIndexRequest request, GrpcCall call) =>
        Unknown(call, request.RepositoryName) is { } unknown ? unknown
        : new RepositoryIndexResponse { Models = { (await administration.IndexAsync(call.HttpContext, request.Ready, call.CancellationToken)).Select(Describe) } };

    private async ValueTask<GrpcResult<RepositoryModelLoadResponse>> LoadAsync(RepositoryModelLoadRequest request, GrpcCall call) =>
        Unknown(call, request.RepositoryName) is { } unknown ? unknown
        : await administration.LoadAsync(call.HttpContext, request.ModelName, Read(request.Parameters), call.CancellationToken) is { } fault ? call.Fail(fault)
        : new RepositoryModelLoadResponse();

    private async ValueTask<GrpcResult<RepositoryModelUnloadResponse>> UnloadAsync(RepositoryModelUnloadRequest request, GrpcCall call) =>
        Unknown(call, request.RepositoryName) is { } unknown ? unknown
        : await administration.UnloadAsync(call.HttpContext, request.ModelName, Read(request.Parameters), call.CancellationToken) is { } fault ? call.Fail(fault)
        : new RepositoryModelUnloadResponse();

    /// <summary>A server has one repository, without a name.</summary>
    private static GrpcStatus? Unknown(GrpcCall call, string repository) => repository.Length == 0
        ? null
        : call.Fail(Faults.Invalid($"repository_name: expected nothing, because there is one repository, got '{repository}'"));

    private static RepositoryIndexResponse.Types.ModelIndex Describe(ModelStatus model) => new()
    {
        Name = model.Id.Model,
        Version = model.Id.Version.ToString(),
        State = RepositoryState.NameOf(model.State),
        Reason = model.Reason ?? "",
    };

    /// <summary>Null for a value that no parameter takes.</summary>
    private static Dictionary<string, ParameterValue?> Read(IEnumerable<KeyValuePair<string, ModelRepositoryParameter>> parameters) =>
        parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ParameterChoiceCase switch
        {
            ModelRepositoryParameter.ParameterChoiceOneofCase.BoolParam => ParameterValue.Of(parameter.Value.BoolParam),
            ModelRepositoryParameter.ParameterChoiceOneofCase.Int64Param => ParameterValue.Of(parameter.Value.Int64Param),
            ModelRepositoryParameter.ParameterChoiceOneofCase.StringParam => ParameterValue.Of(parameter.Value.StringParam),
            _ => default(ParameterValue?),
        });
}
