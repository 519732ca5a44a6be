namespace OrleansInference.Protocol.Inference;

/// <summary>Tags (number × 8 + wire type) of the fields in <c>Protos/grpc_service.proto</c>.</summary>
internal static class InferFields
{
    // ModelInferRequest and ModelInferResponse; their fields differ from number 6 on.
    public const uint ModelName = (1 << 3) | 2;
    public const uint ModelVersion = (2 << 3) | 2;
    public const uint Id = (3 << 3) | 2;
    public const uint Parameters = (4 << 3) | 2;
    public const uint Tensors = (5 << 3) | 2;
    public const uint RequestedOutputs = (6 << 3) | 2;
    public const uint RawInputContents = (7 << 3) | 2;
    public const uint RawOutputContents = (6 << 3) | 2;

    // InferInputTensor and InferOutputTensor.
    public const uint TensorName = (1 << 3) | 2;
    public const uint TensorDataType = (2 << 3) | 2;
    public const uint TensorShape = (3 << 3) | 0;
    public const uint TensorShapePacked = (3 << 3) | 2;
    public const uint TensorParameters = (4 << 3) | 2;
    public const uint TensorContents = (5 << 3) | 2;

    // InferRequestedOutputTensor.
    public const uint OutputName = (1 << 3) | 2;
    public const uint OutputParameters = (2 << 3) | 2;

    // An entry of a map of parameters, and InferParameter.
    public const uint EntryKey = (1 << 3) | 2;
    public const uint EntryValue = (2 << 3) | 2;
    public const uint BoolParameter = (1 << 3) | 0;
    public const uint Int64Parameter = (2 << 3) | 0;
    public const uint StringParameter = (3 << 3) | 2;
    public const uint DoubleParameter = (4 << 3) | 1;
    public const uint UInt64Parameter = (5 << 3) | 0;

    // ModelStreamInferResponse.
    public const uint ErrorMessage = (1 << 3) | 2;
    public const uint InferResponse = (2 << 3) | 2;
}
