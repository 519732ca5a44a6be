using System.Globalization;
using Microsoft.Extensions.Primitives;
using OrleansInference.Autoscaling;

namespace OrleansInference.FrontDoors.Http.Scaling;

/// <summary>Reads the targets of a what-if from a query, named as in a model's configuration. Everything that is wrong goes to a list.</summary>
internal static class ScalingQuery
{
    private const string None = "none";

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
                "max" => spec with { MaxReplicas = IsNone(values) ? int.MaxValue : Whole(name, values, 1, errors) },
                "target_utilisation" => spec with { TargetUtilisation = Number(name, values, "above 0 and below 1", number => number is > 0 and < 1, errors) },
                "target_p99_milliseconds" => spec with { TargetP99 = Time(name, values, errors) },
                "target_wait_milliseconds" => spec with { TargetWait = Time(name, values, errors) },
                "spare" => spec with { SpareReplicas = Whole(name, values, 0, errors) },
                "spare_share" => spec with { SpareShare = Number(name, values, "from 0", double.IsFinite, errors) },
                "minimum_marginal_gain" => spec with { MinMarginalGain = Number(name, values, "from 0 and below 1", number => number < 1, errors) },
                _ => Unknown(name, spec, errors),
            };
        if (errors.Count == 0 && spec.MinReplicas > spec.MaxReplicas)
            errors.Add($"min: expected at most max, {spec.MaxReplicas}, got {spec.MinReplicas}");
        return spec;
    }

    private static bool IsNone(StringValues values) => values.ToString() == None;

    private static int Whole(string name, StringValues values, int least, List<string> errors)
    {
        if (int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least)
            return number;
        errors.Add($"{name}: expected a whole number from {least}, got '{values}'");
        return least;
    }

    private static TimeSpan? Time(string name, StringValues values, List<string> errors) => IsNone(values)
        ? null
        : TimeSpan.FromMilliseconds(Number(name, values, $"of milliseconds above 0, or {None}", number => number is > 0 and < int.MaxValue, errors));

    private static double Number(string name, StringValues values, string allowed, Func<double, bool> isAllowed, List<string> errors)
    {
        if (double.TryParse(values.ToString(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && isAllowed(number))
            return number;
        errors.Add($"{name}: expected a number {allowed}, got '{values}'");
        return 0;
    }

    private static ScalingSpec Unknown(string name, ScalingSpec unchanged, List<string> errors)
    {
        errors.Add($"'{name}' is not known; expected any of {Names}");
        return unchanged;
    }
}
