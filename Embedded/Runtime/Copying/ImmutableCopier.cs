namespace OrleansInference.Embedded;

/// <summary>Values that are declared [Immutable]: shared within a silo, copied to others.</summary>
internal sealed class ImmutableCopier(Copier copier) : Copier
{
    public override bool Shares(Node? destination) => destination is null || copier.Shares(destination);

    public override object Copy(object value, CopyContext context) => context.Destination is null ? value : copier.Copy(value, context);
}
