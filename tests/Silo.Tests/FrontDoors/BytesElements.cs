using System.Buffers.Binary;
using System.Text;

namespace OrleansInference.FrontDoors;

/// <summary>Reads BYTES elements as text.</summary>
internal static class BytesElements
{
    public static string[] Of(ReadOnlyMemory<byte> data)
    {
        var elements = new List<string>();
        for (var rest = data.Span; !rest.IsEmpty;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            elements.Add(Encoding.UTF8.GetString(rest.Slice(4, length)));
            rest = rest[(4 + length)..];
        }
        return [.. elements];
    }
}
