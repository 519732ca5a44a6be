using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Serialization;

namespace OrleansInference.Embedded;

/// <summary>Finds the copier of a type, and refuses types that Orleans could not serialise.</summary>
internal static class Copiers
{
    private static readonly HashSet<Type> Leaves =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly),
        typeof(Uri), typeof(Version), typeof(CultureInfo), typeof(Half), typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(IPAddress),
        typeof(IPEndPoint), typeof(SiloAddress), typeof(GrainId), typeof(GrainType), typeof(GrainInterfaceType), typeof(IdSpan), typeof(ActivationId),
        typeof(MembershipVersion), typeof(Type),
    ];

    private static readonly ConcurrentDictionary<Type, Copier> Known = new();

    /// <param name="type">The type to copy.</param>
    /// <param name="where">Where it is used, for the message.</param>
    /// <exception cref="CodecNotFoundException">Orleans could not serialise the type, or would lose a part of it.</exception>
    public static Copier For(Type type, string where)
    {
        if (Known.TryGetValue(type, out var known)) return known;
        var pending = new Dictionary<Type, Copier>();
        var copier = Find(type, where, pending);
        foreach (var (found, itsCopier) in pending) Known.TryAdd(found, itsCopier);
        return copier;
    }

    // Nothing becomes known before all that it is made of was accepted.
    private static Copier Find(Type type, string where, Dictionary<Type, Copier> pending)
    {
        if (Known.TryGetValue(type, out var copier) || pending.TryGetValue(type, out copier)) return copier;
        return pending[type] = Make(type, where, pending);
    }

    private static Copier Make(Type type, string where, Dictionary<Type, Copier> pending)
    {
        if (type.IsPrimitive || type.IsEnum || Leaves.Contains(type) || typeof(Type).IsAssignableFrom(type)) return SharedCopier.Instance;
        if (typeof(IAddressable).IsAssignableFrom(type)) return new ReferenceCopier(where);
        // An exception is nothing that its receiver changes; Orleans rebuilds it, here it is the same object.
        if (typeof(Exception).IsAssignableFrom(type)) return SharedCopier.Instance;
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Find(underlying, where, pending);
        if (type.IsSZArray)
        {
            var element = type.GetElementType()!;
            return (Copier)Activator.CreateInstance(typeof(ArrayCopier<>).MakeGenericType(element), Find(element, where, pending))!;
        }

        if (CollectionCopiers.TryMake(type, part => Find(part, where, pending)) is { } collection) return collection;
        if (type.IsInterface || type == typeof(object) || (type.IsAbstract && type.IsDefined(typeof(GenerateSerializerAttribute), false)))
            return new DynamicCopier(where);
        if (IsTuple(type)) return Members(type, type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), where, pending);
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), false))
            throw new CodecNotFoundException(
                $"{where} is of type {type.FullName}, which Orleans could not serialise. Expected [GenerateSerializer] on it and [Id(n)] on each of its members, or a type that is known (primitives, strings, arrays, List, HashSet, Queue, Dictionary, Immutable*, tuples, Memory).");
        var copier = Members(type, SerializedMembers.Of(type, where), where, pending);
        // A field of this type may hold a derived type, which has more members.
        return type.IsSealed || type.IsValueType ? copier : new OpenCopier(type, copier, where);
    }

    private static MemberCopier Members(Type type, IEnumerable<FieldInfo> fields, string where, Dictionary<Type, Copier> pending)
    {
        var copier = new MemberCopier(type, type.IsDefined(typeof(ImmutableAttribute), false));
        pending[type] = copier;
        copier.SetMembers(fields.Select(field =>
        {
            var member = Find(field.FieldType, $"{type.Name}.{SerializedMembers.NameOf(field)} (in {where})", pending);
            return (field, SerializedMembers.IsImmutable(field) ? new ImmutableCopier(member) : member);
        }));
        return copier;
    }

    private static bool IsTuple(Type type) =>
        typeof(ITuple).IsAssignableFrom(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));
}
