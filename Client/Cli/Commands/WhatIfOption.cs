using System.CommandLine;
using System.CommandLine.Parsing;

namespace OrleansInference.Cli.Commands;

/// <summary><c>--if NAME=VALUE</c>: a target or a bound that is assumed. The server judges the values, and the names that have no short form.</summary>
internal sealed class WhatIfOption(AutoscalerTarget target)
{
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["target"] = "target_utilisation", ["p99"] = "target_p99_milliseconds", ["wait"] = "target_wait_milliseconds", ["gain"] = "minimum_marginal_gain",
    };

    private readonly Option<string[]> _assumptions = new("--if")
    {
        Description = "Shows what would be wanted now with another target or bound, and changes nothing: target=0.5 (utilisation), p99=200 (milliseconds), " +
            "wait=50 (milliseconds), min, max, spare, spare_share, gain. Repeat it for several.",
        HelpName = "name=value",
        Arity = ArgumentArity.OneOrMore,
    };

    public void AddTo(Command command)
    {
        command.Add(_assumptions);
        command.Validators.Add(Check);
    }

    /// <summary>What follows a model's path; empty without the option.</summary>
    public string QueryOf(ParseResult arguments) => arguments.GetValue(_assumptions) is { Length: > 0 } assumptions
        ? "/what-if?" + string.Join('&', assumptions.Select(Parameter))
        : "";

    private static string Parameter(string assumption)
    {
        var separator = assumption.IndexOf('=');
        var name = assumption[..separator];
        return $"{Uri.EscapeDataString(ShortNames.GetValueOrDefault(name, name))}={Uri.EscapeDataString(assumption[(separator + 1)..])}";
    }

    private void Check(CommandResult result)
    {
        if (result.GetValue(_assumptions) is not { Length: > 0 } assumptions)
            return;
        foreach (var assumption in assumptions.Where(assumption => assumption.IndexOf('=') <= 0))
            result.AddError($"--if '{assumption}': expected name=value, such as target=0.5.");
        if (result.GetValue(target.Model) is null)
            result.AddError("--if: expected a model with it.");
    }
}
