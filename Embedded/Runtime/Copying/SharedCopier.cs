namespace OrleansInference.Embedded;

/// <summary>Values that nobody can change: numbers, texts, instants.</summary>
internal sealed class SharedCopier : Copier
{
    public static SharedCopier Instance { get; } = new();

    public override bool Shares(Node? destination) => true;

    public override object Copy(object value, CopyContext context) => value;
}
