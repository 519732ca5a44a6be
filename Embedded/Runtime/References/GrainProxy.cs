using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace OrleansInference.Embedded;

/// <summary>A grain reference at work: turns calls of a grain interface into requests of its node.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
internal class GrainProxy : GrainReference
{
    private Node _node = null!;
    private InterfaceDescriptor _interface = null!;
    private GrainId _grainId;

    public override GrainId GrainId => _grainId;

    public override GrainInterfaceType InterfaceType => _interface.Name;

    public static object Create(Node node, Type interfaceType, GrainId grainId)
    {
        var descriptor = InterfaceDescriptor.For(interfaceType);
        var proxy = (GrainProxy)Create(interfaceType, typeof(GrainProxy));
        (proxy._node, proxy._interface, proxy._grainId) = (node, descriptor, grainId);
        return proxy;
    }

    /// <summary>The same reference in another node's hands.</summary>
    public object BindTo(Node node) => Create(node, _interface.Type, _grainId);

    internal override object Cast(Type interfaceType) => interfaceType.IsInstanceOfType(this) ? this : Create(_node, interfaceType, _grainId);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _node.Call(_interface[targetMethod!], _grainId, args ?? []);
}
