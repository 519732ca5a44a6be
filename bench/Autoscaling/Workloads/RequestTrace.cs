using System.Globalization;

namespace OrleansInference.Bench;

/// <summary>
/// An hour of requests to a language model of a cloud provider, of which the context's length decides how long each takes: AzureLLMInferenceTrace_conv.csv of
/// Azure/AzurePublicDataset (Patel et al., Splitwise, ISCA 2024), 19,366 lines TIMESTAMP,ContextTokens,GeneratedTokens.
/// </summary>
internal static class RequestTrace
{
    public const string FileName = "AzureLLMInferenceTrace_conv.csv";

    /// <summary>The load of so many seconds decides with how many replicas it begins.</summary>
    private const double FirstSeconds = 300;

    /// <param name="folder">Where the file is.</param>
    /// <param name="seconds">Only what comes before.</param>
    /// <exception cref="IOException">The file is not there or can't be read.</exception>
    /// <exception cref="FormatException">The file is another.</exception>
    public static ScalingWorkload Read(string folder, double seconds = double.PositiveInfinity)
    {
        List<double> arrivals = [];
        List<double> services = [];
        DateTime? start = null;
        foreach (var line in File.ReadLines(Path.Combine(folder, FileName)).Skip(1).Where(line => line.Length > 0))
        {
            var fields = line.Split(',');
            var at = DateTime.Parse(fields[0], CultureInfo.InvariantCulture);
            start ??= at;
            var due = (at - start.Value).TotalSeconds;
            if (due >= seconds)
                break;
            arrivals.Add(due);
            services.Add(ScalingWorkload.ServiceSeconds(int.Parse(fields[1], CultureInfo.InvariantCulture)));
        }

        var first = services.Zip(arrivals).Where(request => request.Second < FirstSeconds).Sum(request => request.First);
        return new ScalingWorkload
        {
            Name = "trace",
            Arrivals = [.. arrivals],
            Services = [.. services],
            Seconds = Math.Ceiling(arrivals[^1]),
            Replicas = ScalingWorkload.ReplicasFor(first / Math.Min(FirstSeconds, arrivals[^1])),
        };
    }
}
