using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace OrleansInference.FrontDoors.Http.Json;

/// <summary>A reusable buffer and a writer onto it.</summary>
internal sealed class JsonBuffer : IResettable
{
    private const int LargestKeptBytes = 256 * 1024;

    public JsonBuffer() => Writer = new Utf8JsonWriter(Bytes, HttpReply.WriterOptions);

    public ArrayBufferWriter<byte> Bytes { get; } = new(1024);
    public Utf8JsonWriter Writer { get; }

    /// <summary>False where it has grown too large to keep.</summary>
    public bool TryReset()
    {
        Bytes.ResetWrittenCount();
        Writer.Reset(Bytes);
        return Bytes.Capacity <= LargestKeptBytes;
    }
}
