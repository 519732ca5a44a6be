using System.Globalization;
using System.Reflection;
using OrleansInference.Hosting;
using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.Wire;

/// <summary>The contract as the code has it: everything of ours that crosses a grain call, or is part of the identity of a grain.</summary>
internal static class WireContract
{
    private static readonly Assembly[] Assemblies = [typeof(InferenceRequest).Assembly, typeof(Dispatcher).Assembly, typeof(InferenceServer).Assembly];

    // What the engine's generator makes of them has no place here.
    public static IEnumerable<Type> Types => Assemblies.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("OrleansInference.", StringComparison.Ordinal) == true && type.Namespace != "OrleansInference.Embedded");

    public static IEnumerable<Type> Messages => Types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute)) && !type.IsEnum);

    public static IEnumerable<Type> Enumerations => Types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute)) && type.IsEnum);

    public static IEnumerable<Type> Interfaces => Types.Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)));

    public static IEnumerable<Type> Grains => Types.Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(Grain)));

    public static IReadOnlyList<ContractEntry> Entries =>
    [
        .. Grains.Select(Grain)
            .Concat(Interfaces.Select(Interface))
            .Concat(Messages.Select(Message))
            .Concat(Enumerations.Select(Enumeration))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal),
    ];

    /// <summary>What the engine writes into the grain's identity.</summary>
    public static string GrainTypeOf(Type grain)
    {
        if (grain.GetCustomAttribute<GrainTypeAttribute>() is { } named) return named.GetGrainType(null!, grain).ToString()!;
        var name = grain.Name.ToLowerInvariant();
        return name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name;
    }

    public static IEnumerable<(uint Id, string Name, Type Type)> MembersOf(Type message) =>
        from member in message.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        where member is PropertyInfo or FieldInfo
        let id = member.GetCustomAttribute<IdAttribute>()
        where id is not null
        orderby id.Id
        select (id.Id, member.Name, member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType);

    private static ContractEntry Grain(Type grain) => new(
        $"grain {GrainTypeOf(grain)}", string.Join(',', Interfaces.Where(type => type.IsAssignableFrom(grain)).Select(WireNames.Of).Order(StringComparer.Ordinal)), []);

    private static ContractEntry Interface(Type type) => new(
        $"interface {WireNames.Of(type)}",
        type.GetInterfaces().Select(key => key.Name).Order(StringComparer.Ordinal).First(name => name.StartsWith("IGrainWith", StringComparison.Ordinal)),
        [.. type.GetMethods().Select(Method).OrderBy(method => method.Key, StringComparer.Ordinal)]);

    private static ContractMember Method(MethodInfo method)
    {
        var result = method.ReturnType.IsGenericType ? WireNames.Of(method.ReturnType.GenericTypeArguments[0]) : WireNames.Of(method.ReturnType);
        return new ContractMember(
            WireNames.AliasOf(method) ?? method.Name, $"({string.Join(',', method.GetParameters().Select(parameter => WireNames.Of(parameter.ParameterType)))}):{result}", "");
    }

    private static ContractEntry Message(Type type) => new(
        $"message {WireNames.Of(type)}", type.IsValueType ? "struct" : "class",
        [.. MembersOf(type).Select(member => new ContractMember(member.Id.ToString(CultureInfo.InvariantCulture), WireNames.Of(member.Type), member.Name))]);

    private static ContractEntry Enumeration(Type type) => new(
        $"enum {WireNames.Of(type)}", WireNames.Of(type.GetEnumUnderlyingType()),
        [.. Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => new ContractMember($"{value}", Enum.GetName(type, value)!, ""))]);
}
