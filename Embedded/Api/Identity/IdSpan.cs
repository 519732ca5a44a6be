using System.Diagnostics.CodeAnalysis;
using System.Text;
using OrleansInference.Embedded;

namespace Orleans.Runtime;

/// <summary>A text as identities hold it, with a hash that is the same in every process.</summary>
[GenerateSerializer, Immutable]
public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>
{
    private readonly string? _text;
    private readonly int _hash;

    private IdSpan(string text) => (_text, _hash) = (text, StableHash.Of(text));

    public bool IsDefault => string.IsNullOrEmpty(_text);

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Value => Encoding.UTF8.GetBytes(_text ?? "");

    public static IdSpan Create(string id) => new(id ?? throw new ArgumentNullException(nameof(id)));

    public ReadOnlySpan<byte> AsSpan() => Value.Span;

    public uint GetUniformHashCode() => (uint)_hash;

    public bool Equals(IdSpan obj) => _hash == obj._hash && string.Equals(_text, obj._text, StringComparison.Ordinal);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is IdSpan other && Equals(other);

    public override int GetHashCode() => _hash;

    public int CompareTo(IdSpan other) => string.CompareOrdinal(_text, other._text);

    public override string ToString() => _text ?? "";

    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);
}
