using OrleansInference.Models;
using OrleansInference.Torch;

namespace OrleansInference.Autoscaling;

/// <summary>
/// What a further replica of a model takes of its device's memory, estimated from its program's file, which is mostly its parameters. What activations take depends on
/// requests, and is left to the headroom that the planner keeps.
/// </summary>
/// <param name="isLibTorch">Replicas on the CPU hold the parameters once, and converted parameters leave no original behind; with TorchSharp neither is so.</param>
internal sealed class ReplicaMemory(bool isLibTorch)
{
    /// <summary>The parameters, and a quarter of them for activations, buffers and what the allocator keeps.</summary>
    private const double OwnShare = 1.25;

    /// <summary>Of one that shares the parameters of another: the quarter.</summary>
    private const double SharedShare = OwnShare - 1;

    /// <summary>In bytes; 0 where there is no file.</summary>
    /// <param name="spec">Of the model.</param>
    /// <param name="replicas">Those that the silo has.</param>
    public long Of(ModelSpec spec, int replicas)
    {
        if (spec.ProgramPath.Length == 0 || new FileInfo(spec.ProgramPath) is not { Exists: true, Length: var bytes }) return 0;
        var isOnCpu = spec.Replicas is [{ Device: "cpu" }, ..];
        if (isOnCpu) return (long)(bytes * (isLibTorch && replicas > 0 ? SharedShare : OwnShare));
        return (long)(bytes * OwnShare * (isLibTorch && IsHalf(spec) ? 0.5 : 1));
    }

    /// <summary>Programs are saved with parameters of four bytes mostly, and loaded with two of them.</summary>
    private static bool IsHalf(ModelSpec spec) => spec.Parameters.GetValueOrDefault(LoadParameters.PrecisionKey) is "fp16" or "bf16";
}
