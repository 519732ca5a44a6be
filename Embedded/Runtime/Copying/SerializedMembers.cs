using System.Reflection;
using Orleans.Serialization;

namespace OrleansInference.Embedded;

/// <summary>The fields of a [GenerateSerializer] type that travel. What Orleans would silently drop is refused.</summary>
internal static class SerializedMembers
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <exception cref="CodecNotFoundException">A member holds state that would not travel.</exception>
    public static FieldInfo[] Of(Type type, string where)
    {
        var fields = new List<FieldInfo>();
        for (var current = type; current is not null && current != typeof(object) && current != typeof(ValueType); current = current.BaseType)
        {
            var attribute = current.GetCustomAttribute<GenerateSerializerAttribute>(false);
            foreach (var field in current.GetFields(Declared))
            {
                if (field.IsDefined(typeof(NonSerializedAttribute))) continue;
                if (attribute is null)
                    throw new CodecNotFoundException(
                        $"{type.FullName} ({where}) derives from {current.FullName}, whose {NameOf(field)} Orleans would not serialise. Expected [GenerateSerializer] on {current.Name} and [Id(n)] on its members.");
                if (!Travels(current, field, attribute))
                    throw new CodecNotFoundException(
                        $"{current.FullName}.{NameOf(field)} ({where}) holds state but has no [Id(n)], so Orleans would drop it. Expected [Id(n)], or [NonSerialized] on a field that need not travel.");
                fields.Add(field);
            }
        }

        return [.. fields];
    }

    /// <summary>A field's name as its source has it.</summary>
    public static string NameOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>')] : field.Name;

    public static bool IsImmutable(FieldInfo field) =>
        field.IsDefined(typeof(ImmutableAttribute)) || PropertyOf(field) is { } property && property.IsDefined(typeof(ImmutableAttribute));

    private static bool Travels(Type type, FieldInfo field, GenerateSerializerAttribute attribute)
    {
        if (field.IsDefined(typeof(IdAttribute))) return true;
        if (PropertyOf(field) is not { } property) return false;
        return property.IsDefined(typeof(IdAttribute))
            || (attribute.GenerateFieldIds == GenerateFieldIds.PublicProperties && property.GetMethod is { IsPublic: true })
            || IsPrimaryConstructorParameter(type, property);
    }

    // The parameters of a record's primary constructor travel without [Id]. From metadata it is known by this: each of its
    // parameters has the name of an auto-property.
    private static bool IsPrimaryConstructorParameter(Type type, PropertyInfo property) =>
        type.GetConstructors(Declared).Any(constructor =>
            constructor.GetParameters() is { Length: > 0 } parameters
            && Array.Exists(parameters, parameter => parameter.Name == property.Name)
            && Array.TrueForAll(parameters, parameter => IsAutoProperty(type, parameter.Name!)));

    // A derived record passes some of its parameters on to its base.
    private static bool IsAutoProperty(Type? type, string name) =>
        type is not null && (type.GetField($"<{name}>k__BackingField", Declared) is not null || (type.GetMethod("<Clone>$") is not null && IsAutoProperty(type.BaseType, name)));

    private static PropertyInfo? PropertyOf(FieldInfo field) =>
        field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal) ? field.DeclaringType!.GetProperty(NameOf(field), Declared) : null;
}
