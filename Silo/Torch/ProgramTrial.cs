using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>One way to run a program, on trial: each round runs all requests once.</summary>
/// <param name="requests">As arguments of the program.</param>
internal sealed class ProgramTrial(ITorchProgram program, ImmutableArray<InferenceTensor?[]> requests, TimeProvider time)
{
    /// <summary>The profiling executor makes the first two calls three to four times slower.</summary>
    private const int WarmUpRounds = 3;

    public ITorchProgram Program => program;

    /// <summary>A pass in the shortest timed round: what else the machine does can only lengthen one.</summary>
    public TimeSpan Pass { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Brings the program to its speed; false where that takes longer than <paramref name="patience"/>.</summary>
    /// <exception cref="ProgramException">It refuses a request.</exception>
    public bool WarmUp(TimeSpan patience)
    {
        for (var round = 0; round < WarmUpRounds && patience >= TimeSpan.Zero; round++)
            patience -= RunRound();
        return patience >= TimeSpan.Zero;
    }

    public void TimeRound()
    {
        var pass = RunRound() / requests.Length;
        Pass = pass < Pass ? pass : Pass;
    }

    /// <summary>The same requests, run by <paramref name="other"/>.</summary>
    public ProgramTrial Of(ITorchProgram other) => new(other, requests, time);

    /// <summary>Whether both give the same outputs, up to <paramref name="tolerance"/>.</summary>
    public bool AgreesWith(ProgramTrial other, double tolerance)
    {
        foreach (var request in requests)
        {
            var (expected, actual) = (other.Program.Forward(Copy(request)), program.Forward(Copy(request)));
            var agree = OutputAgreement.Agree(expected, actual, tolerance);
            ProgramOutput.Release([.. expected, .. actual]);
            if (!agree)
                return false;
        }
        return true;
    }

    private TimeSpan RunRound()
    {
        var sum = TimeSpan.Zero;
        foreach (var request in requests)
        {
            var copy = Copy(request);
            var started = time.GetTimestamp();
            var outputs = program.Forward(copy);
            sum += time.GetElapsedTime(started);
            ProgramOutput.Release(outputs);
        }
        return sum;
    }

    /// <summary>Programs may write to their inputs.</summary>
    private static InferenceTensor?[] Copy(InferenceTensor?[] request) =>
        Array.ConvertAll(request, tensor => tensor is null ? null : tensor with { Data = tensor.Data.ToArray() });
}
