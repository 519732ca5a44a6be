using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansInference.Client.Wire;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Cli.Commands;

/// <summary>What <c>oi traffic</c> may be told to change. The server judges the values.</summary>
internal sealed class TrafficOptions
{
    /// <summary>As a value: takes the setting away.</summary>
    private const string None = "none";

    private readonly Option<long?> _promote = new Option<long?>("--promote") { Description = "The version that gets every request from now on. It has to be ready.", HelpName = "version" }.AtLeast(1);

    private readonly Option<bool> _rollback = new("--rollback") { Description = "Undoes the last change; a second time, redoes it." };

    private readonly Option<string> _sticky = new("--sticky")
    {
        Description = "The request parameter that decides the version: requests with the same value get the same one. 'none': each request by itself.", HelpName = "parameter",
    };

    private readonly Option<string> _affinity = new("--affinity")
    {
        Description = "The request parameter that decides the pool, unless that is overloaded. 'none': the policy alone decides.", HelpName = "parameter",
    };

    private readonly Option<string> _policy = new("--policy")
    {
        Description = $"How a pool is picked: {string.Join(", ", PolicyNames.All)}. 'none': the server's default.", HelpName = "name",
    };

    private readonly Option<ImmutableArray<VersionWeight>?> _weights = new("--weights")
    {
        Description = "How requests that name no version are split, such as 1:95,2:5. 'none': all go to the latest version that is ready.",
        HelpName = "version:weight,…",
        CustomParser = ReadWeights,
    };

    private readonly Option<ShadowSpec?> _shadow = new("--shadow")
    {
        Description = "A version that gets copies of a share of the requests, such as 2:0.1. 'none': no copies.",
        HelpName = "version:share",
        CustomParser = ReadShadow,
    };

    public Argument<string> Model { get; } = new("model") { Description = "The model's name; see 'oi models'." };

    private IReadOnlyList<Option> Settings => [_weights, _sticky, _shadow, _affinity, _policy];

    public void AddTo(Command command)
    {
        command.Add(Model);
        foreach (var option in (Option[])[.. Settings, _promote, _rollback])
            command.Add(option);
        command.Validators.Add(RequireOneChange);
    }

    /// <summary>What to ask of the server: what stands after <c>traffic</c> in the path, and the body; no body to only look.</summary>
    public (string Action, byte[]? Body) Request(ParseResult arguments)
    {
        if (arguments.GetValue(_promote) is { } version)
            return ("/promote", TrafficMessages.WriteVersion(version));
        if (arguments.GetValue(_rollback))
            return ("/rollback", "{}"u8.ToArray());
        var change = new TrafficChange
        {
            Weights = arguments.GetValue(_weights),
            StickyKey = Name(arguments.GetValue(_sticky)),
            AffinityKey = Name(arguments.GetValue(_affinity)),
            Policy = Name(arguments.GetValue(_policy)),
            Shadow = arguments.GetValue(_shadow),
        };
        return ("", change == TrafficChange.None ? null : TrafficMessages.Write(change));
    }

    private static string? Name(string? value) => value == None ? "" : value;

    private static ImmutableArray<VersionWeight>? ReadWeights(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TrafficText.TryReadWeights(text == None ? "" : text, out var weights))
            return weights;
        result.AddError($"--weights '{text}': expected {TrafficText.WeightsForm}, or {None}.");
        return null;
    }

    private static ShadowSpec? ReadShadow(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == None)
            return new ShadowSpec { Version = 0, Share = 0 };
        if (TrafficText.TryReadShadow(text, out var shadow))
            return shadow;
        result.AddError($"--shadow '{text}': expected {TrafficText.ShadowForm}, or {None}.");
        return null;
    }

    private void RequireOneChange(CommandResult result)
    {
        var kinds = (result.GetResult(_promote) is null ? 0 : 1) + (result.GetResult(_rollback) is { Implicit: false } ? 1 : 0)
            + (Settings.Any(option => result.GetResult(option) is not null) ? 1 : 0);
        if (kinds > 1)
            result.AddError("Expected only one of --promote, --rollback and the settings.");
    }
}
