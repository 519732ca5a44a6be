namespace OrleansInference.Embedded;

/// <summary>Arrays of one dimension.</summary>
internal sealed class ArrayCopier<T>(Copier element) : Copier
{
    public override bool Shares(Node? destination) => false;

    public override object Copy(object value, CopyContext context)
    {
        if (context.TryGet(value, out var known)) return known;
        var copy = (T[])((T[])value).Clone();
        context.Add(value, copy);
        if (element.Shares(context.Destination)) return copy;
        for (var i = 0; i < copy.Length; i++) copy[i] = (T)context.Copy(copy[i], element)!;
        return copy;
    }
}
