namespace OrleansInference.Embedded;

/// <summary>Values of an open type (object, an interface, a base class): the actual type decides.</summary>
internal sealed class DynamicCopier(string where) : Copier
{
    public override bool Shares(Node? destination) => false;

    public override object Copy(object value, CopyContext context)
    {
        if (value.GetType() == typeof(object)) return value;
        return context.Copy(value, Copiers.For(value.GetType(), where))!;
    }
}
