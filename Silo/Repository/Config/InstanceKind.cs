namespace OrleansInference.Repository.Config;

internal enum InstanceKind
{
    /// <summary>GPUs where all that are listed are there, else the CPU.</summary>
    Auto,

    Gpu,
    Cpu,
}
