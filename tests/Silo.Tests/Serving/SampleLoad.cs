namespace OrleansInference.Serving;

/// <summary>A caller that sends one request after another.</summary>
internal static class SampleLoad
{
    /// <summary>Until it is stopped; the number of requests that were answered, all of them right.</summary>
    public static async Task<int> Run(HttpClient http, string model, CancellationToken stop)
    {
        var samples = Expected.Of(model)["cases"]!.AsArray();
        var answered = 0;
        for (; !stop.IsCancellationRequested; answered++)
        {
            var sample = samples[answered % samples.Count]!;
            Expected.AssertClose(Expected.Floats(sample["outputs"]![0]!["data"]!), await Expected.Probabilities(http, model, sample["inputs"]!));
        }
        return answered;
    }
}
