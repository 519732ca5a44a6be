using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Ensembles;

/// <summary>Sums up an ensemble in service from its steps' models: it is ready when they are, and when their signatures fit.</summary>
internal static class EnsembleStatus
{
    /// <param name="own">As the catalog has it.</param>
    /// <param name="plan">Of the ensemble.</param>
    /// <param name="steps">The model of each step; null where there is none.</param>
    public static ModelStatus Of(ModelStatus own, EnsemblePlan plan, IReadOnlyList<ModelStatus?> steps)
    {
        var status = own with { State = PoolState.Ready, Signature = plan.Signature };
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i] is { IsReady: true } ready)
            {
                if (ready.LoadTime > status.LoadTime) status = status with { LoadTime = ready.LoadTime };
                continue;
            }
            // What keeps it for good is told rather than what keeps it for now.
            var state = steps[i] is { State: PoolState.Loading } ? PoolState.Loading : PoolState.Failed;
            if (status.State == PoolState.Ready || (status.State == PoolState.Loading && state == PoolState.Failed))
                status = status with { State = state, Reason = $"{plan.Spec.NameOf(i)}: {Reason(steps[i])}" };
        }
        if (status.State != PoolState.Ready) return status;

        var problems = EnsembleFit.Check(plan.Signature, plan.Spec, [.. steps.Select(step => step?.Signature)]);
        return problems.IsEmpty ? status
            : status with { State = PoolState.Failed, Reason = string.Join("; ", problems.Select(problem => Text(plan, problem))) };
    }

    private static string Reason(ModelStatus? step) => step switch
    {
        null => "not found",
        { State: PoolState.Loading } => "loading",
        { State: PoolState.Draining } => "unloading",
        _ => step.Reason ?? "not ready",
    };

    private static string Text(EnsemblePlan plan, EnsembleProblem problem) => problem.Place switch
    {
        EnsemblePlace.Input => $"input[{problem.Index}] {problem.Text}",
        EnsemblePlace.Output => $"output[{problem.Index}] {problem.Text}",
        EnsemblePlace.InputMap => $"{plan.Spec.NameOf(problem.Index)}: input_map \"{problem.Key}\" {problem.Text}",
        EnsemblePlace.OutputMap => $"{plan.Spec.NameOf(problem.Index)}: output_map \"{problem.Key}\" {problem.Text}",
        _ => $"{plan.Spec.NameOf(problem.Index)}: {problem.Text}",
    };
}
