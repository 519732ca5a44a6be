using System.Collections.Immutable;
using OrleansInference.Client;

namespace OrleansInference.Cli.Commands;

/// <summary>Adds to the server's word that it does not know a model the ones that it has.</summary>
internal static class KnownModels
{
    public static async Task<CommandException> ExplainAsync(
        IInferenceClient client, string model, InferenceException exception, CancellationToken cancellationToken) =>
        new($"{exception.Message.TrimEnd('.')}. {Describe(model, await client.ListModelsAsync(cancellationToken))}", exception);

    private static string Describe(string model, ImmutableArray<ModelIndexEntry> models)
    {
        var versions = models.Where(entry => entry.Name == model).Select(entry => entry.Version).ToList();
        if (versions.Count > 0)
            return $"The server has version {string.Join(", ", versions)}.";
        return models.IsEmpty ? "The server has no models." : $"The server has: {string.Join(", ", models.Select(entry => entry.Name).Distinct(StringComparer.Ordinal))}.";
    }
}
