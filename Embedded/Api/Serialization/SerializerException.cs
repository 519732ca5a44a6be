namespace Orleans.Serialization;

/// <summary>A value can't cross a grain call.</summary>
[GenerateSerializer]
public class SerializerException : Exception
{
    public SerializerException() { }

    public SerializerException(string message) : base(message) { }

    public SerializerException(string message, Exception innerException) : base(message, innerException) { }
}
