namespace Orleans.Runtime;

/// <summary>Of a parameter of a grain's constructor: which state it is, and where it is kept.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    public string StateName { get; } = stateName;

    /// <summary>As in <see cref="Hosting.StorageProviderExtensions.AddGrainStorage"/>; null for the one without a name.</summary>
    public string? StorageName { get; } = storageName;
}
