namespace OrleansInference.Embedded;

/// <summary>Copies values of one type as Orleans would: what is immutable is shared within a silo, nothing is shared between silos.</summary>
internal abstract class Copier
{
    /// <summary>Whether a value goes to <paramref name="destination"/> (null: stays in its silo) as it is.</summary>
    public abstract bool Shares(Node? destination);

    public abstract object Copy(object value, CopyContext context);
}
