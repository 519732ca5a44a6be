namespace OrleansInference.Torch;

/// <summary>A way to run a program other than frozen and else as it is; the numbers are those of <c>oi_way</c>.</summary>
internal enum ProgramOptimization
{
    /// <summary>Torch's own: operations fused, parameters laid out as the CPU's library likes them.</summary>
    OptimizeForInference = 0,

    /// <summary>Pictures and the kernels of convolutions lie in memory with the channel last.</summary>
    ChannelsLast = 1,
}
