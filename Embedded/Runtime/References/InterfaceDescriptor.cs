using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;

namespace OrleansInference.Embedded;

/// <summary>A grain interface, checked: every method can be called and everything that it sends can be sent.</summary>
internal sealed class InterfaceDescriptor
{
    private static readonly ConcurrentDictionary<Type, InterfaceDescriptor> Known = new();

    private readonly FrozenDictionary<MethodInfo, MethodDescriptor> _methods;

    private InterfaceDescriptor(Type type)
    {
        if (!type.IsInterface || !typeof(IAddressable).IsAssignableFrom(type))
            throw new ArgumentException($"{type} is not a grain interface. Expected an interface that derives from {nameof(IGrainWithStringKey)} or the like.", nameof(type));
        Type = type;
        Name = GrainInterfaceType.Create(type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.FullName!);
        _methods = type.GetInterfaces().Prepend(type)
            .SelectMany(part => part.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.IsAbstract)
            .ToFrozenDictionary(method => method, method => new MethodDescriptor(method));
    }

    public Type Type { get; }

    public GrainInterfaceType Name { get; }

    public static InterfaceDescriptor For(Type type) => Known.GetOrAdd(type, static type => new InterfaceDescriptor(type));

    public MethodDescriptor this[MethodInfo method] => _methods[method];
}
