namespace OrleansInference.Embedded;

/// <summary>Views over memory: the copy has memory of its own.</summary>
internal sealed class MemoryCopier<T>(Copier array, bool isReadOnly) : Copier
{
    public override bool Shares(Node? destination) => false;

    public override object Copy(object value, CopyContext context)
    {
        var items = isReadOnly ? ((ReadOnlyMemory<T>)value).ToArray() : ((Memory<T>)value).ToArray();
        var copy = (T[])array.Copy(items, context);
        return isReadOnly ? new ReadOnlyMemory<T>(copy) : new Memory<T>(copy);
    }
}
