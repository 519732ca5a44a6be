using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace OrleansInference.Wire;

/// <summary>A value of each message with something in every member, always the same; and what is in a message, by ids.</summary>
internal static class SampleMessage
{
    private static readonly MethodInfo ArrayOf = typeof(SampleMessage).GetMethod(nameof(Two), BindingFlags.Static | BindingFlags.NonPublic)!;

    private static readonly Dictionary<Type, object> Simple = new()
    {
        [typeof(bool)] = true, [typeof(int)] = -7, [typeof(uint)] = 9u, [typeof(long)] = 1L << 40, [typeof(ulong)] = ulong.MaxValue, [typeof(double)] = 1.5,
        [typeof(string)] = "täxt", [typeof(TimeSpan)] = TimeSpan.FromMilliseconds(1500), [typeof(DateTimeOffset)] = DateTimeOffset.UnixEpoch.AddDays(20_000),
        [typeof(ReadOnlyMemory<byte>)] = new ReadOnlyMemory<byte>([0, 1, 2, 254, 255]), [typeof(SiloAddress)] = SiloAddress.FromParsableString("10.0.0.1:11111@5"),
    };

    public static object Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Simple.TryGetValue(type, out var simple)) return simple;
        if (type.IsEnum) return Enum.GetValues(type).Cast<object>().Last();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) return ArrayOf.MakeGenericMethod(type.GenericTypeArguments).Invoke(null, null)!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableDictionary<,>))
            return ((dynamic)type.GetField("Empty")!.GetValue(null)!).Add("key", (dynamic)Of(type.GenericTypeArguments[1]));
        if (!type.IsDefined(typeof(GenerateSerializerAttribute)))
            throw new NotSupportedException($"{type} is new in messages: say here what a sample of it is.");

        var message = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var (_, name, memberType) in WireContract.MembersOf(type)) type.GetProperty(name)!.SetValue(message, Of(memberType));
        return message;
    }

    /// <summary>Ids and what they hold; null for a default <see cref="ImmutableArray{T}"/> too.</summary>
    public static JsonNode? Contents(object? value) => value switch
    {
        null => null,
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        string or bool or SiloAddress or TimeSpan or DateTimeOffset or Enum => string.Create(null, $"{(value is Enum ? Convert.ToInt64(value) : value)}"),
        IFormattable number => number.ToString(),
        IDictionary map => new JsonObject(map.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => KeyValuePair.Create(key, Contents(map[key])))),
        IEnumerable list => IsDefault(list) ? null : new JsonArray([.. list.Cast<object>().Select(Contents)]),
        _ => new JsonObject(WireContract.MembersOf(value.GetType())
            .Select(member => KeyValuePair.Create($"{member.Id}", Contents(value.GetType().GetProperty(member.Name)!.GetValue(value))))),
    };

    /// <summary>Where <paramref name="actual"/> does not hold all that <paramref name="expected"/> holds: a path of ids; null where it does.</summary>
    public static string? Missing(JsonNode? expected, JsonNode? actual, string path = "") => (expected, actual) switch
    {
        (JsonObject all, JsonObject some) => all.Select(part => Missing(part.Value, some[part.Key], $"{path}/{part.Key}")).FirstOrDefault(missing => missing is not null),
        (JsonArray all, JsonArray some) when all.Count == some.Count =>
            all.Zip(some).Select((pair, i) => Missing(pair.First, pair.Second, $"{path}/[{i}]")).FirstOrDefault(missing => missing is not null),
        _ => JsonNode.DeepEquals(expected, actual) ? null : $"{path}: {expected?.ToJsonString() ?? "null"} is read as {actual?.ToJsonString() ?? "null"}",
    };

    private static bool IsDefault(IEnumerable list) => (bool?)list.GetType().GetProperty("IsDefault")?.GetValue(list) == true;

    private static ImmutableArray<T> Two<T>() => [(T)Of(typeof(T)), (T)Of(typeof(T))];
}
