using OrleansInference.Client;

namespace OrleansInference.Cli.Output;

/// <summary>A model version of the repository.</summary>
/// <param name="Entry">Its name and state.</param>
/// <param name="Metadata">Its inputs and outputs; null where the server does not tell, since it is not ready.</param>
internal sealed record ListedModel(ModelIndexEntry Entry, ModelMetadata? Metadata);
