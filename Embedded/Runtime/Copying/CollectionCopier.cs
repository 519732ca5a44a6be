namespace OrleansInference.Embedded;

/// <summary>Collections that are rebuilt from their elements.</summary>
/// <param name="element">Copies an element; for dictionaries, a pair.</param>
/// <param name="isImmutable">Whether the collection itself never changes: shared within a silo where its elements are.</param>
/// <param name="begin">The empty copy, which may be needed while elements are copied; null where it can be made only at the end.</param>
/// <param name="fill">Makes or fills the copy.</param>
internal sealed class CollectionCopier<TCollection, T>(
    Copier element, bool isImmutable, Func<TCollection, TCollection>? begin, Func<TCollection, TCollection, IEnumerable<T>, TCollection> fill) : Copier
    where TCollection : IEnumerable<T>
{
    public override bool Shares(Node? destination) => isImmutable && destination is null && element.Shares(destination);

    public override object Copy(object value, CopyContext context)
    {
        if (Shares(context.Destination)) return value;
        if (!typeof(TCollection).IsValueType && context.TryGet(value, out var known)) return known;
        var source = (TCollection)value;
        var copy = source;
        if (begin is not null)
        {
            copy = begin(source);
            context.Add(value, copy!);
        }

        copy = fill(source, copy, source.Select(item => (T)context.Copy(item, element)!).ToArray());
        if (begin is null && !typeof(TCollection).IsValueType) context.Add(value, copy!);
        return copy!;
    }
}
