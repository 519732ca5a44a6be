using System.Collections.Immutable;

namespace OrleansInference.Embedded;

/// <summary>Immutable arrays; the default one stays default.</summary>
internal sealed class ImmutableArrayCopier<T>(Copier element) : Copier
{
    public override bool Shares(Node? destination) => destination is null && element.Shares(destination);

    public override object Copy(object value, CopyContext context)
    {
        var source = (ImmutableArray<T>)value;
        if (source.IsDefaultOrEmpty || Shares(context.Destination)) return value;
        var copy = ImmutableArray.CreateBuilder<T>(source.Length);
        foreach (var item in source) copy.Add((T)context.Copy(item, element)!);
        return copy.MoveToImmutable();
    }
}
