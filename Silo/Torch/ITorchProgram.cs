using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>A loaded program. One thread at a time uses it, unless <see cref="UnsharedReason"/> is null.</summary>
internal interface ITorchProgram : IDisposable
{
    /// <summary>Of <c>forward</c>, in order, without <c>self</c>.</summary>
    ImmutableArray<ProgramArgument> Arguments { get; }

    /// <summary>Names of what <c>forward</c> returns, null where one has none; default where the program does not tell.</summary>
    ImmutableArray<string?> Returns { get; }

    /// <summary>
    /// Null where no pass leaves a trace in the program, so that several threads may run it at once; else why one may, as the end of the
    /// sentence that begins with the program.
    /// </summary>
    string? UnsharedReason { get; }

    /// <summary>
    /// One forward pass. <paramref name="arguments"/> are in the order of <see cref="Arguments"/>, null where one is left out;
    /// their memory is used in place.
    /// </summary>
    /// <exception cref="ProgramException">The program raised, or returned what cannot be an output.</exception>
    ProgramOutput[] Forward(ReadOnlySpan<InferenceTensor?> arguments);

    /// <summary>
    /// The same program to be run in another way, disposed for itself. Only for one whose <see cref="UnsharedReason"/> is null, on a binding
    /// that <see cref="ITorchBinding.CanOptimize"/>.
    /// </summary>
    /// <exception cref="ProgramException">The program does not allow it.</exception>
    ITorchProgram Optimize(ProgramOptimization optimization);
}
