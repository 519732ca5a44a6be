using System.Globalization;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Grpc.Scaling;

/// <summary>What a trigger's metadata ask for.</summary>
/// <param name="Model">Null for all.</param>
/// <param name="Version">Null for all of the model.</param>
internal sealed record ScalerQuery(ScalerMetric Metric, string? Model, long? Version)
{
    private const string Metrics = "silos, replicas, utilisation";

    /// <summary>KEDA puts this behind the name of a key whose value it took from the environment.</summary>
    private const string FromEnvironment = "FromEnv";

    /// <summary>Null where something is wrong; all of it is in the list then. KEDA's own keys are passed over.</summary>
    public static ScalerQuery? Read(IEnumerable<KeyValuePair<string, string>> metadata, List<string> errors)
    {
        var (metric, model, version) = (ScalerMetric.Silos, default(string), default(long?));
        foreach (var (key, value) in metadata)
            switch (key.EndsWith(FromEnvironment, StringComparison.Ordinal) ? key[..^FromEnvironment.Length] : key)
            {
                case "scalerAddress" or "enableTLS" or "unsafeSsl":
                    break;
                case "model":
                    model = value;
                    break;
                case "version" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                    version = number;
                    break;
                case "version":
                    errors.Add($"version: expected a whole number, got '{value}'");
                    break;
                case "metric":
                    metric = ReadMetric(value, errors);
                    break;
                default:
                    errors.Add($"'{key}' is not known; expected model, version, metric");
                    break;
            }
        if (version is not null && model is null)
            errors.Add("version: expected a model with it");
        if (model is not null && metric == ScalerMetric.Silos && errors.Count == 0)
            errors.Add("metric: silos are counted over the whole cluster; expected replicas or utilisation with a model");
        return errors.Count == 0 ? new ScalerQuery(metric, model, version) : null;
    }

    public bool Covers(ModelVersion model) => (Model ?? model.Model) == model.Model && (Version ?? model.Version) == model.Version;

    private static ScalerMetric ReadMetric(string value, List<string> errors)
    {
        switch (value)
        {
            case "silos":
                return ScalerMetric.Silos;
            case "replicas":
                return ScalerMetric.Replicas;
            case "utilisation":
                return ScalerMetric.Utilisation;
            default:
                errors.Add($"metric: expected one of {Metrics}, got '{value}'");
                return default;
        }
    }
}
