using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OrleansInference.Protocol.Wire;

/// <summary>Collects a repeated field. Nearly always there are a few, so the only allocation is the result.</summary>
internal struct ListBuilder<T>
{
    private const int Few = 4;

    private FewItems _few;
    private T[]? _many;
    private int _count;

    public void Add(T item)
    {
        if (_count < Few)
        {
            _few[_count++] = item;
            return;
        }
        if (_many is null)
        {
            _many = new T[4 * Few];
            ((ReadOnlySpan<T>)_few).CopyTo(_many);
        }
        else if (_count == _many.Length)
        {
            Array.Resize(ref _many, 2 * _count);
        }
        _many[_count++] = item;
    }

    public readonly ImmutableArray<T> ToImmutable()
    {
        if (_count == 0)
            return [];
        ReadOnlySpan<T> items = _many is null ? _few : _many;
        return ImmutableCollectionsMarshal.AsImmutableArray(items[.._count].ToArray());
    }

    [InlineArray(Few)]
    private struct FewItems
    {
        private T _item;
    }
}
