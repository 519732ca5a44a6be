using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>
/// Tries other ways to run a program when it is loaded, and keeps the fastest that gives the same outputs. What goes wrong costs the
/// speed-up, never the loading. While it tries, parameters that the ways lay out differently are in memory once for each.
/// </summary>
internal sealed partial class ProgramOptimizer(TimeProvider time, ILogger logger)
{
    /// <summary>What is gained must be worth the doubt in a measurement.</summary>
    private const double WorthwhileRatio = 0.95;

    private const int FewestRounds = 3;
    private const int MostRounds = 50;

    /// <summary>When a server starts, all models are loaded at once, and trials would measure one another.</summary>
    private static readonly SemaphoreSlim Places = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>For the warm-up of each way.</summary>
    private static readonly TimeSpan WarmUpPatience = TimeSpan.FromSeconds(6);

    /// <summary>For the timed rounds of all ways together, beyond the fewest.</summary>
    private static readonly TimeSpan RacePatience = TimeSpan.FromSeconds(1);

    /// <summary>Returns <paramref name="program"/> or another in its place, and disposes whichever it does not return.</summary>
    /// <exception cref="ProgramException">It has ended the device.</exception>
    public ITorchProgram Optimize(ModelSpec spec, ITorchProgram program, TorchDevice device, double tolerance)
    {
        Places.Wait();
        try
        {
            var requests = Runnable(spec, program, device);
            if (requests.IsEmpty)
                LogNothingToTry(spec.Id);
            else
                return Choose(spec, new ProgramTrial(program, requests, time), requests, tolerance);
        }
        catch (ProgramException exception) when (!exception.EndsDevice)
        {
            LogUntried(spec.Id, exception.Message);
        }
        finally
        {
            Places.Release();
        }
        return program;
    }

    private ITorchProgram Choose(ModelSpec spec, ProgramTrial plain, ImmutableArray<InferenceTensor?[]> requests, double tolerance)
    {
        if (!plain.WarmUp(WarmUpPatience))
        {
            LogUntried(spec.Id, $"its first passes take longer than {WarmUpPatience.TotalSeconds:0} s");
            return plain.Program;
        }
        List<(string Way, ProgramTrial Trial)> trials = [("as it is", plain)];
        foreach (var optimization in Applicable(spec, requests))
            if (TryStart(spec, plain, optimization, tolerance) is { } trial)
                trials.Add((NameOf(optimization), trial));
        Race(trials);

        var (way, best) = trials.MinBy(trial => trial.Trial.Pass);
        best = best.Pass < WorthwhileRatio * plain.Pass ? best : plain;
        foreach (var (_, trial) in trials)
            if (trial != best)
                trial.Program.Dispose();
        if (best == plain)
            LogNothingFaster(spec.Id, plain.Pass.TotalMilliseconds, trials.Count - 1);
        else
            LogOptimized(spec.Id, way, plain.Pass.TotalMilliseconds, best.Pass.TotalMilliseconds, 100 * (1 - (best.Pass / plain.Pass)));
        return best.Program;
    }

    /// <summary>Those that the program takes: a made request may be none.</summary>
    private ImmutableArray<InferenceTensor?[]> Runnable(ModelSpec spec, ITorchProgram program, TorchDevice device)
    {
        var inputs = InputBinding.Create(program.Arguments, spec.DeclaredSignature);
        var runnable = ImmutableArray.CreateBuilder<InferenceTensor?[]>();
        foreach (var request in TrialRequests.Of(spec, device))
        {
            if (!inputs.TryOrder(request, out var arguments, out _))
                continue;
            try
            {
                new ProgramTrial(program, [arguments], time).TimeRound();
                runnable.Add(arguments);
            }
            catch (ProgramException exception) when (!exception.EndsDevice)
            {
                LogRefused(spec.Id, exception.Message);
            }
        }
        return runnable.ToImmutable();
    }

    /// <summary>A layout for pictures only where there are some, and where no shape will come that is unlike those that are tried.</summary>
    private static IEnumerable<ProgramOptimization> Applicable(ModelSpec spec, ImmutableArray<InferenceTensor?[]> requests)
    {
        yield return ProgramOptimization.OptimizeForInference;
        if (TrialRequests.CoverAllShapes(spec) && requests.Any(request => request.Any(tensor => tensor?.Shape.Length == 4)))
            yield return ProgramOptimization.ChannelsLast;
    }

    /// <summary>Null where the program can't be run that way, or gives other outputs.</summary>
    private ProgramTrial? TryStart(ModelSpec spec, ProgramTrial plain, ProgramOptimization optimization, double tolerance)
    {
        ITorchProgram? program = null;
        try
        {
            program = plain.Program.Optimize(optimization);
            var trial = plain.Of(program);
            if (trial.WarmUp(WarmUpPatience) && trial.AgreesWith(plain, tolerance))
                return trial;
            LogUnfit(spec.Id, NameOf(optimization), "it is slow or gives other outputs");
        }
        catch (ProgramException exception) when (!exception.EndsDevice)
        {
            LogUnfit(spec.Id, NameOf(optimization), exception.Message);
        }
        program?.Dispose();
        return null;
    }

    /// <summary>In turns, so that what else the machine does meets all alike.</summary>
    private void Race(List<(string Way, ProgramTrial Trial)> trials)
    {
        var started = time.GetTimestamp();
        for (var round = 0; round < MostRounds && (round < FewestRounds || time.GetElapsedTime(started) < RacePatience); round++)
            foreach (var (_, trial) in trials)
                trial.TimeRound();
    }

    private static string NameOf(ProgramOptimization optimization) => optimization switch
    {
        ProgramOptimization.OptimizeForInference => "optimize_for_inference",
        _ => "channels-last",
    };
}
