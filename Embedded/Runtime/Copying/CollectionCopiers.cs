using System.Collections.Immutable;
using System.Reflection;

namespace OrleansInference.Embedded;

/// <summary>Copiers of the collections that Orleans knows and grains use.</summary>
internal static class CollectionCopiers
{
    private static readonly Dictionary<Type, MethodInfo> Known = new()
    {
        [typeof(List<>)] = Maker(nameof(List)),
        [typeof(HashSet<>)] = Maker(nameof(HashSet)),
        [typeof(Queue<>)] = Maker(nameof(Queue)),
        [typeof(Dictionary<,>)] = Maker(nameof(Dictionary)),
        [typeof(ImmutableArray<>)] = Maker(nameof(ImmutableArray)),
        [typeof(ImmutableList<>)] = Maker(nameof(ImmutableList)),
        [typeof(ImmutableHashSet<>)] = Maker(nameof(ImmutableHashSet)),
        [typeof(ImmutableDictionary<,>)] = Maker(nameof(ImmutableDictionary)),
        [typeof(Memory<>)] = Maker(nameof(Memory)),
        [typeof(ReadOnlyMemory<>)] = Maker(nameof(ReadOnlyMemory)),
    };

    /// <summary>Null where the type is none of them.</summary>
    public static Copier? TryMake(Type type, Func<Type, Copier> find) =>
        type.IsGenericType && Known.TryGetValue(type.GetGenericTypeDefinition(), out var maker)
            ? (Copier)maker.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [find], null)!
            : null;

    private static MethodInfo Maker(string name) => typeof(CollectionCopiers).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static Copier List<T>(Func<Type, Copier> find) =>
        new CollectionCopier<List<T>, T>(find(typeof(T)), false, source => new List<T>(source.Count), (_, copy, items) => Filled(copy, items));

    private static Copier HashSet<T>(Func<Type, Copier> find) =>
        new CollectionCopier<HashSet<T>, T>(find(typeof(T)), false, source => new HashSet<T>(source.Comparer), (_, copy, items) => Filled(copy, items));

    private static Copier Queue<T>(Func<Type, Copier> find) =>
        new CollectionCopier<Queue<T>, T>(find(typeof(T)), false, null, (_, _, items) => new Queue<T>(items));

    private static Copier Dictionary<TKey, TValue>(Func<Type, Copier> find) where TKey : notnull =>
        new CollectionCopier<Dictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(
            find(typeof(KeyValuePair<TKey, TValue>)), false, source => new Dictionary<TKey, TValue>(source.Comparer), (_, copy, items) => Filled(copy, items));

    private static Copier ImmutableArray<T>(Func<Type, Copier> find) => new ImmutableArrayCopier<T>(find(typeof(T)));

    private static Copier ImmutableList<T>(Func<Type, Copier> find) =>
        new CollectionCopier<ImmutableList<T>, T>(find(typeof(T)), true, null, (_, _, items) => [.. items]);

    private static Copier ImmutableHashSet<T>(Func<Type, Copier> find) =>
        new CollectionCopier<ImmutableHashSet<T>, T>(find(typeof(T)), true, null, (source, _, items) => items.ToImmutableHashSet(source.KeyComparer));

    private static Copier ImmutableDictionary<TKey, TValue>(Func<Type, Copier> find) where TKey : notnull =>
        new CollectionCopier<ImmutableDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(
            find(typeof(KeyValuePair<TKey, TValue>)), true, null, (source, _, items) => items.ToImmutableDictionary(source.KeyComparer, source.ValueComparer));

    private static Copier Memory<T>(Func<Type, Copier> find) => new MemoryCopier<T>(find(typeof(T[])), isReadOnly: false);

    private static Copier ReadOnlyMemory<T>(Func<Type, Copier> find) => new MemoryCopier<T>(find(typeof(T[])), isReadOnly: true);

    private static TCollection Filled<TCollection, T>(TCollection copy, IEnumerable<T> items) where TCollection : ICollection<T>
    {
        foreach (var item in items) copy.Add(item);
        return copy;
    }
}
