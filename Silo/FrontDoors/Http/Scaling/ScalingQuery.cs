using System.Globalization;
using Microsoft.Extensions.Primitives;
using OrleansInference.Autoscaling;

namespace OrleansInference.FrontDoors.Http.Scaling;

/// <summary>Reads the targets of a what-if from a query, named and bounded as in a model's parameter <c>SCALING</c>. Everything that is wrong goes to a list.</summary>
internal static class ScalingQuery
{
    private const string None = "none";
    private const int MostReplicas = 1_000_000;
    private const double DayMilliseconds = 86_400_000;

    private const string Names =
        "min, max, target_utilisation, target_p99_milliseconds, target_wait_milliseconds, spare, spare_share, minimum_marginal_gain";

    /// <param name="spec">What stays of it is what the query does not name.</param>
    public static ScalingSpec Read(IQueryCollection query, ScalingSpec spec, List<string> errors)
    {
        if (query.Count == 0)
            errors.Add($"expected what to change, as in ?target_utilisation=0.5: any of {Names}");
        foreach (var (name, values) in query)
            spec = name switch
            {
                "min" => spec with { MinReplicas = Whole(name, values, 1, errors) },
                "max" => spec with { MaxReplicas = values == None ? int.MaxValue : Whole(name, values, 1, errors) },
                "target_utilisation" => spec with { TargetUtilisation = Number(name, values, 0.01, 0.99, errors) },
                "target_p99_milliseconds" => spec with { TargetP99 = Time(name, values, errors) },
                "target_wait_milliseconds" => spec with { TargetWait = Time(name, values, errors) },
                "spare" => spec with { SpareReplicas = Whole(name, values, 0, errors) },
                "spare_share" => spec with { SpareShare = Number(name, values, 0, 10, errors) },
                "minimum_marginal_gain" => spec with { MinMarginalGain = Number(name, values, 0, 0.99, errors) },
                _ => Unknown(name, spec, errors),
            };
        if (errors.Count == 0 && spec.MinReplicas > spec.MaxReplicas)
            errors.Add($"min: expected at most max, {spec.MaxReplicas}, got {spec.MinReplicas}");
        return spec;
    }

    private static int Whole(string name, StringValues values, int least, List<string> errors)
    {
        if (int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= MostReplicas)
            return number;
        errors.Add($"{name}: expected a whole number from {least} to {MostReplicas}, got '{values}'");
        return least;
    }

    private static TimeSpan? Time(string name, StringValues values, List<string> errors) =>
        values == None ? null : TimeSpan.FromMilliseconds(Number(name, values, 1, DayMilliseconds, errors, $", or {None}"));

    private static double Number(string name, StringValues values, double least, double most, List<string> errors, string otherwise = "")
    {
        if (double.TryParse(values.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        errors.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: expected a number from {least} to {most}{otherwise}, got '{values}'"));
        return least;
    }

    private static ScalingSpec Unknown(string name, ScalingSpec unchanged, List<string> errors)
    {
        errors.Add($"'{name}' is not known; expected any of {Names}");
        return unchanged;
    }
}
