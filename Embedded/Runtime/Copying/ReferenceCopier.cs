namespace OrleansInference.Embedded;

/// <summary>Grain references: at another node they call from there.</summary>
internal sealed class ReferenceCopier(string where) : Copier
{
    public override bool Shares(Node? destination) => destination is null;

    public override object Copy(object value, CopyContext context) => value switch
    {
        _ when context.Destination is null => value,
        GrainProxy proxy => proxy.BindTo(context.Destination),
        _ => throw new ArgumentException($"{where} is {value.GetType()} and no grain reference. Pass this.AsReference<T>().", nameof(value)),
    };
}
