using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>A program of one input, whose passes and other ways a test decides.</summary>
internal sealed class FakeProgram : ITorchProgram
{
    public ImmutableArray<ProgramArgument> Arguments { get; init; } = [new("x", "Tensor", ArgumentKind.Tensor, Optional: false)];

    public ImmutableArray<string?> Returns { get; } = [null];

    public string? UnsharedReason { get; init; }

    public Func<InferenceTensor, float> Pass { get; init; } = _ => 0;

    public Func<ProgramOptimization, FakeProgram> Optimized { get; init; } = _ => throw new ProgramException("there is no other way");

    public int Disposals { get; private set; }

    public ProgramOutput[] Forward(ReadOnlySpan<InferenceTensor?> arguments) =>
        [new ProgramOutput(null, TensorDataType.Fp32, [1], BitConverter.GetBytes(Pass(arguments[0]!)))];

    public ITorchProgram Optimize(ProgramOptimization optimization) => Optimized(optimization);

    public void Dispose() => Disposals++;
}
