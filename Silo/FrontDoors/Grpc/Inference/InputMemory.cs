using OrleansInference.FrontDoors.Memory;
using OrleansInference.Grpc;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>A request's memory with a bound: typed contents may take eight times the bytes that they came as.</summary>
internal sealed class InputMemory(AlignedBufferPool pool, int limit)
{
    private readonly RequestMemory _memory = new(pool);
    private long _used;

    /// <exception cref="GrpcException">It would be over the limit.</exception>
    public Memory<byte> Allocate(int bytes)
    {
        _used += bytes;
        return _used <= limit
            ? _memory.Allocate(bytes)
            : throw new GrpcException(
                GrpcStatusCode.ResourceExhausted, $"a request's tensors may take at most {limit} bytes (Grpc:MaxInflatedBytes), got {_used} or more");
    }

    public void Return() => _memory.Return();
}
