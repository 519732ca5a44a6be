namespace OrleansInference.Storage;

/// <summary>Where what operators set outlives a stop of all silos, from the section <c>Storage</c>.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>
    /// Folder for what operators set while the server runs (traffic, scaling, models loaded by call), so that it outlives a stop of all silos; one for each cluster, on a disk of the
    /// machine. A cluster in Redis stores it there. Default: none, and it is lost with the last silo.
    /// </summary>
    public string Path { get; set; } = "";
}
