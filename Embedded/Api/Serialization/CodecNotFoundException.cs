namespace Orleans.Serialization;

/// <summary>Nobody knows how to serialise a type.</summary>
[GenerateSerializer]
public sealed class CodecNotFoundException : SerializerException
{
    public CodecNotFoundException() { }

    public CodecNotFoundException(string message) : base(message) { }

    public CodecNotFoundException(string message, Exception innerException) : base(message, innerException) { }
}
