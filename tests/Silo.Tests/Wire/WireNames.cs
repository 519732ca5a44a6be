using System.Reflection;

namespace OrleansInference.Wire;

/// <summary>Types as the contract writes them: those of this repository by their aliases, as the wire does.</summary>
internal static class WireNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(double)] = "double", [typeof(string)] = "string", [typeof(Task)] = "void", [typeof(object)] = "object",
    };

    public static string Of(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? Of(value) + "?"
        : type.IsArray ? Of(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(',', type.GenericTypeArguments.Select(Of))}>"
        : Keywords.GetValueOrDefault(type) ?? AliasOf(type) ?? type.Name;

    /// <summary>Null where it has none, or one that only repeats the name of the type in its namespace.</summary>
    public static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias;
}
