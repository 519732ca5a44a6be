using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A grain's address in a caller's hands: the base of the proxies that implement grain interfaces.</summary>
public abstract class GrainReference : DispatchProxy, IAddressable, IEquatable<GrainReference>
{
    public abstract GrainId GrainId { get; }

    public abstract GrainInterfaceType InterfaceType { get; }

    public string InterfaceName => InterfaceType.ToString();

    public TGrainInterface Cast<TGrainInterface>() where TGrainInterface : IAddressable => (TGrainInterface)Cast(typeof(TGrainInterface));

    public bool Equals(GrainReference? other) => other is not null && GrainId == other.GrainId;

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public sealed override string ToString() => $"GrainReference:{GrainId}:{InterfaceType}";

    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) => Equals(reference1, reference2);

    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !Equals(reference1, reference2);

    internal abstract object Cast(Type interfaceType);
}
