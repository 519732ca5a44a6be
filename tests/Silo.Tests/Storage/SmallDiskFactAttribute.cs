namespace OrleansInference.Storage;

/// <summary>Skipped, with the reason, where no small disk can be had.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.Missing;
}
