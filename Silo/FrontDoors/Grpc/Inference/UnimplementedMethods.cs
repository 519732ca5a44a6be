using OrleansInference.Grpc;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>Methods that Triton's clients know and this server doesn't: what there is instead.</summary>
internal sealed class UnimplementedMethods : IInferenceMethods
{
    private const string Tensors = "send tensors in the request";

    public void Bind(GrpcServiceBuilder service)
    {
        foreach (var operation in (string[])["Status", "Register", "Unregister"])
        {
            service.Unimplemented($"SystemSharedMemory{operation}", $"system shared memory is not supported; {Tensors}");
            service.Unimplemented($"CudaSharedMemory{operation}", $"CUDA shared memory is not supported; {Tensors}");
        }
        service.Unimplemented("TraceSetting", "trace settings are not supported");
        service.Unimplemented("LogSettings", "log settings cannot be changed over gRPC; they are in the configuration section Logging");
    }
}
