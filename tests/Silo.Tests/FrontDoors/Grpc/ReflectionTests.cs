using Google.Protobuf.Reflection;
using OrleansInference.Grpc;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Reflection.V1;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>grpc.reflection, by its messages of v1, which those of v1alpha are too on the wire.</summary>
public sealed class ReflectionTests : IAsyncLifetime
{
    private GrpcDoorHost _door = null!;

    public async Task InitializeAsync() => _door = await GrpcDoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Theory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task Services_are_listed(string version)
    {
        var answer = await AskAsync(new ServerReflectionRequest { Host = "here", ListServices = "*" }, version);

        Assert.Equal(
            ["externalscaler.ExternalScaler", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "inference.GRPCInferenceService"],
            answer.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal(("here", "*"), (answer.ValidHost, answer.OriginalRequest.ListServices));
    }

    [Theory]
    [InlineData("inference.GRPCInferenceService")]
    [InlineData("inference.GRPCInferenceService.ModelInfer")]
    [InlineData("inference.ModelInferRequest")]
    [InlineData("inference.ModelInferRequest.InferInputTensor")]
    [InlineData("inference.ModelInferRequest.InferInputTensor.shape")]
    public async Task A_symbol_is_found_with_all_that_its_file_imports(string symbol)
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        var files = FileDescriptor.BuildFromByteStrings(answer.FileDescriptorResponse.FileDescriptorProto);
        Assert.Equal("inference.GRPCInferenceService", files[^1].Services.Single().FullName);
        Assert.Contains("ModelInfer", files[^1].Services[0].Methods.Select(method => method.Name));
    }

    [Fact]
    public async Task A_file_is_found_by_its_name_and_an_enum_value_by_its_scope()
    {
        var byName = await AskAsync(new ServerReflectionRequest { FileByFilename = "health.proto" });
        var bySymbol = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = "grpc.health.v1.HealthCheckResponse.NOT_SERVING" });

        Assert.Equal("health.proto", FileDescriptor.BuildFromByteStrings(byName.FileDescriptorResponse.FileDescriptorProto).Single().Name);
        Assert.Equal(byName.FileDescriptorResponse, bySymbol.FileDescriptorResponse);
    }

    [Fact]
    public async Task What_is_not_there_is_an_error_in_the_answer_and_the_stream_goes_on()
    {
        await using var call = _door.Client.Open("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo");
        ServerReflectionRequest[] requests =
        [
            new() { FileContainingSymbol = "fax.Fax" }, new() { FileByFilename = "fax.proto" }, new() { AllExtensionNumbersOfType = "fax.Fax" },
            new() { FileContainingExtension = new ExtensionRequest { ContainingType = "inference.ModelInferRequest", ExtensionNumber = 7 } }, new(),
        ];
        foreach (var request in requests)
            call.Send(request);
        call.Send(new ServerReflectionRequest { AllExtensionNumbersOfType = "inference.ModelInferRequest" });
        call.Complete();

        var errors = new List<(int, string)>();
        foreach (var _ in requests)
            errors.Add((await call.ReadAsync<ServerReflectionResponse>())!.ErrorResponse is var error ? (error.ErrorCode, error.ErrorMessage) : default);
        Assert.Equal(
            [
                (5, "no symbol 'fax.Fax'"), (5, "no file 'fax.proto'"), (5, "no message 'fax.Fax'"),
                (5, "no extension 7 of 'inference.ModelInferRequest'"), (3, "the request asks for nothing"),
            ],
            errors);
        Assert.Equal("inference.ModelInferRequest", (await call.ReadAsync<ServerReflectionResponse>())!.AllExtensionNumbersResponse.BaseTypeName);
        Assert.Equal(GrpcStatusCode.Ok, (await call.EndAsync()).Code);
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request, string version = "v1") =>
        (await _door.Client.UnaryAsync($"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo", request)).Single<ServerReflectionResponse>();
}
