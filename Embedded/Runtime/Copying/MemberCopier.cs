using System.Reflection;
using System.Runtime.CompilerServices;

namespace OrleansInference.Embedded;

/// <summary>Types made of members: those with [GenerateSerializer], and tuples.</summary>
internal sealed class MemberCopier(Type type, bool isImmutable) : Copier
{
    private (FieldInfo Field, Copier Copier)[] _members = [];

    /// <summary>Set after the making, because types can contain themselves.</summary>
    public void SetMembers(IEnumerable<(FieldInfo Field, Copier Copier)> members) => _members = [.. members];

    public override bool Shares(Node? destination) => isImmutable && destination is null;

    public override object Copy(object value, CopyContext context)
    {
        if (Shares(context.Destination)) return value;
        if (!type.IsValueType && context.TryGet(value, out var known)) return known;
        var copy = RuntimeHelpers.GetUninitializedObject(type);
        if (!type.IsValueType) context.Add(value, copy);
        foreach (var (field, copier) in _members) field.SetValue(copy, context.Copy(field.GetValue(value), copier));
        return copy;
    }
}
