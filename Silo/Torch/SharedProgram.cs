using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>One replica's hold on a program that others may hold too.</summary>
internal sealed class SharedProgram(ITorchProgram program, Action leave) : ITorchProgram
{
    private int _left;

    public ImmutableArray<ProgramArgument> Arguments => program.Arguments;

    public ImmutableArray<string?> Returns => program.Returns;

    public string? UnsharedReason => program.UnsharedReason;

    public ProgramOutput[] Forward(ReadOnlySpan<InferenceTensor?> arguments) => program.Forward(arguments);

    public ITorchProgram Optimize(ProgramOptimization optimization) => program.Optimize(optimization);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
            leave();
    }
}
