using System.ComponentModel.DataAnnotations;
using OrleansInference.Control;
using OrleansInference.Models;

namespace OrleansInference.Repository;

/// <summary>The model repository; bound from the section <c>Repository</c>.</summary>
internal sealed class RepositoryOptions
{
    public const string Section = "Repository";

    internal const int MaxReplicas = ModelSpec.MaxReplicas;
    internal const int MaxThreads = 1024;

    /// <summary>1 TiB.</summary>
    internal const long MaxBytes = 1L << 40;

    /// <summary>The directory with one folder a model; relative to the working directory. Default: <c>models</c>.</summary>
    public string Path { get; set; } = "models";

    /// <summary>
    /// Replicas on each silo of a model whose configuration has no <c>instance_group</c>; on each GPU where the silo has some. Default: 1.
    /// </summary>
    [Range(1, MaxReplicas)]
    public int DefaultReplicas { get; set; } = 1;

    /// <summary>
    /// Threads that one forward pass may use on a CPU. Default: 1, because many replicas of one thread do more requests a second
    /// than few of many.
    /// </summary>
    [Range(1, MaxThreads)]
    public int ThreadsPerReplica { get; set; } = 1;

    /// <summary>
    /// Most bytes of inputs in one batch, padding included, of a model whose configuration has no parameter <c>MAX_BATCH_BYTES</c>. Default: 256 MiB.
    /// </summary>
    [Range(1d, MaxBytes)]
    public long MaxBatchBytes { get; set; } = 256 << 20;

    /// <summary>
    /// Most bytes of inputs that may wait on one silo for a model whose configuration has no parameter <c>MAX_QUEUE_BYTES</c>; what comes above them is
    /// refused. Default: 1 GiB.
    /// </summary>
    [Range(1d, MaxBytes)]
    public long MaxQueueBytes { get; set; } = 1L << 30;

    /// <summary>
    /// GPUs of this silo that models may use, <c>cuda:0</c> and on; 0 stands for all that the torch binding finds. Default: 0.
    /// </summary>
    [Range(0, 64)]
    public int Gpus { get; set; }

    /// <summary>
    /// What decides which models are loaded. <c>None</c>: all that are there at the start. <c>Poll</c>: all that are there; changes are followed.
    /// <c>Explicit</c>: what is asked for over a door, and at the start. Default: <c>None</c>.
    /// </summary>
    public ControlMode Mode { get; set; }

    /// <summary>Models to load at the start in mode <c>Explicit</c>: names with commas between them, or <c>*</c> for all. Default: none.</summary>
    public string Load { get; set; } = "";

    /// <summary>Between two looks in mode <c>Poll</c>. A change counts once two looks in a row have seen it. Default: 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>False on a silo that loads nothing: there every GPU that a configuration names is taken for one of a worker's.</summary>
    internal bool LoadsModels { get; set; } = true;

    internal ControlSpec ToControl() => new()
    {
        Mode = Mode,
        AtStart = [.. Load.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()],
        PollPeriod = PollPeriod,
    };
}
