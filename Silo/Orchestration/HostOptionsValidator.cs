using Microsoft.Extensions.Options;

namespace OrleansInference.Orchestration;

/// <summary>What attributes can't say: how the options fit together and with the engine.</summary>
internal sealed class HostOptionsValidator(string engine) : IValidateOptions<HostOptions>
{
    public ValidateOptionsResult Validate(string? name, HostOptions options)
    {
        string[] mistakes = [.. Mistakes(options)];
        return mistakes.Length > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private IEnumerable<string> Mistakes(HostOptions options)
    {
        if (options.MaxSilos < options.MinSilos)
            yield return $"Hosts:MaxSilos is {options.MaxSilos}; allowed: at least Hosts:MinSilos, {options.MinSilos}.";
        if (options.Orchestrator == OrchestratorNames.Process && engine != "Orleans")
            yield return $"Hosts:Orchestrator is 'process', but the silos of the engine that this server was built with ({engine}) live in one process; "
                + "allowed: in-process, or a server built with --engine orleans.";
    }
}
