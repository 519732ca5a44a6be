namespace OrleansInference.Embedded;

/// <summary>A class that others may derive from: the actual type decides.</summary>
internal sealed class OpenCopier(Type type, Copier exact, string where) : Copier
{
    public override bool Shares(Node? destination) => false;

    public override object Copy(object value, CopyContext context)
    {
        if (value.GetType() == type) return context.Copy(value, exact)!;
        var derived = Copiers.For(value.GetType(), where);
        return derived is OpenCopier open ? open.Copy(value, context) : context.Copy(value, derived)!;
    }
}
