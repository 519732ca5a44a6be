using Google.Protobuf;
using OrleansInference.Grpc;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Reflection.V1;

namespace OrleansInference.FrontDoors.Grpc.Reflection;

/// <summary>
/// Server reflection (grpc/grpc <c>doc/server-reflection.md</c>). Versions v1 and v1alpha differ in the name of their package, which does
/// not travel: the same messages serve both.
/// </summary>
internal sealed class ReflectionService(DescriptorIndex index)
{
    public void Bind(GrpcServiceBuilder service) => service.Raw("ServerReflectionInfo", AnswerAsync);

    private async ValueTask<GrpcStatus> AnswerAsync(GrpcCall call)
    {
        var requests = new GrpcRequestStream<ServerReflectionRequest>(call);
        var answers = new GrpcResponseStream<ServerReflectionResponse>(call);
        while (await requests.ReadAsync() is { } request)
        {
            var answer = Answer(request);
            (answer.ValidHost, answer.OriginalRequest) = (request.Host, request);
            await answers.WriteAsync(answer);
        }
        return GrpcStatus.Ok;
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request) => request.MessageRequestCase switch
    {
        ServerReflectionRequest.MessageRequestOneofCase.ListServices => Services(),
        ServerReflectionRequest.MessageRequestOneofCase.FileByFilename =>
            Files(index.FindFile(request.FileByFilename), $"no file '{request.FileByFilename}'"),
        ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol =>
            Files(index.FindSymbol(request.FileContainingSymbol), $"no symbol '{request.FileContainingSymbol}'"),
        ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension => Error(
            GrpcStatusCode.NotFound,
            $"no extension {request.FileContainingExtension.ExtensionNumber} of '{request.FileContainingExtension.ContainingType}'"),
        ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType => Extensions(request.AllExtensionNumbersOfType),
        _ => Error(GrpcStatusCode.InvalidArgument, "the request asks for nothing"),
    };

    private ServerReflectionResponse Services() => new()
    {
        ListServicesResponse = new ListServiceResponse { Service = { index.Services.Select(name => new ServiceResponse { Name = name }) } },
    };

    private ServerReflectionResponse Extensions(string type) => index.HasMessage(type)
        ? new ServerReflectionResponse { AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type } }
        : Error(GrpcStatusCode.NotFound, $"no message '{type}'");

    private static ServerReflectionResponse Files(IEnumerable<ByteString>? files, string error) => files is null
        ? Error(GrpcStatusCode.NotFound, error)
        : new ServerReflectionResponse { FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { files } } };

    private static ServerReflectionResponse Error(GrpcStatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };
}
