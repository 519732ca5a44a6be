using OrleansInference.Autoscaling;

namespace OrleansInference.FrontDoors.Http.Scaling;

/// <summary>Reads the targets of a what-if from a query, as in a model's parameter <c>SCALING</c>. Everything that is wrong goes to a list.</summary>
internal static class ScalingQuery
{
    /// <param name="spec">What stays of it is what the query does not name.</param>
    public static ScalingSpec Read(IQueryCollection query, ScalingSpec spec, List<string> errors)
    {
        if (query.Count == 0)
            errors.Add($"expected what to change, as in ?target_utilisation=0.5: any of {ScalingText.Names}");
        var entries = query.SelectMany(pair => pair.Value, (pair, value) => (pair.Key, value ?? ""));
        var (assumed, problems) = ScalingText.Read(entries, spec);
        errors.AddRange(problems.Select(problem => $"the query {problem}"));
        return assumed;
    }
}
