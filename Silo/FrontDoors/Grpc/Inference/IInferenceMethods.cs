using OrleansInference.Grpc;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>A group of methods of <c>inference.GRPCInferenceService</c>. Registered with <see cref="GrpcFrontDoor.AddGrpcFrontDoor"/>.</summary>
internal interface IInferenceMethods
{
    void Bind(GrpcServiceBuilder service);
}
