using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Control;

// What stands on other models: they are loaded before it, and may go with it.
internal sealed partial class SiloControl
{
    /// <summary>Loads the models of an ensemble's steps first. Where one can't be loaded, the ensemble can't be either.</summary>
    /// <param name="scan">Of any model.</param>
    /// <param name="wanted">Why it is loaded.</param>
    /// <param name="isLate">See <see cref="CatalogEntry.IsLate"/>.</param>
    /// <param name="above">The ensembles whose steps it is for, outermost first.</param>
    private async Task<ModelScan> WithSteps(ModelScan scan, WantedModel wanted, bool isLate, ImmutableArray<string> above)
    {
        foreach (var version in scan.Versions)
        {
            if (version.Spec?.Ensemble is not { } ensemble) continue;
            ImmutableArray<string> within = [.. above, scan.Model];
            var faults = await Task.WhenAll(ensemble.Steps.Select(step => step.Model).Distinct().Select(step => LoadStep(step, wanted, isLate, within)));
            var failed = faults.OfType<InferenceFault>().ToList();
            if (failed.Count > 0)
                scan = scan with { Versions = scan.Versions.Replace(version, version with { Spec = null, Reason = string.Join("; ", failed.Select(fault => fault.Message)) }) };
        }
        return scan;
    }

    private async Task<InferenceFault?> LoadStep(string model, WantedModel ensemble, bool isLate, ImmutableArray<string> within)
    {
        // Configured so it is refused; but files may change from look to look, and nothing would ever end.
        if (within.Contains(model)) return InferenceFault.Of(FaultKind.LoadFailed, $"the ensembles {string.Join(" → ", within)} → {model} go in a circle");
        if (_wanted.Of(model) is not { IsWanted: true } wanted)
        {
            _wanted.Note(new WantedModel { Model = model, IsWanted = true, IsDependent = true, Stamp = ensemble.Stamp });
            wanted = _wanted.Of(model)!;
        }
        return await Follow(wanted, isLate, within);
    }

    private ImmutableArray<string> StepsOf(string model) =>
        [.. _models[model].Entries.SelectMany(entry => entry.Spec?.Ensemble?.Steps ?? []).Select(step => step.Model).Distinct()];

    /// <summary>Whether an ensemble that is wanted needs the model.</summary>
    private bool IsStep(string model) => _models.Any(other => other.Value.IsWanted && StepsOf(other.Key).Contains(model));
}
