using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>A loaded program. Every member is for the thread that loaded it.</summary>
internal interface ITorchProgram : IDisposable
{
    /// <summary>Of <c>forward</c>, in order, without <c>self</c>.</summary>
    ImmutableArray<ProgramArgument> Arguments { get; }

    /// <summary>Names of what <c>forward</c> returns, null where one has none; default where the program does not tell.</summary>
    ImmutableArray<string?> Returns { get; }

    /// <summary>
    /// One forward pass. <paramref name="arguments"/> are in the order of <see cref="Arguments"/>, null where one is left out;
    /// their memory is used in place.
    /// </summary>
    /// <exception cref="ProgramException">The program raised, or returned what cannot be an output.</exception>
    ProgramOutput[] Forward(ReadOnlySpan<InferenceTensor?> arguments);
}
