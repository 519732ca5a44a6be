using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansInference.Bench;

/// <summary>What a server says that a model has done (the statistics extension), since it started.</summary>
/// <param name="Succeeded">Requests.</param>
/// <param name="Failed">Requests.</param>
/// <param name="Passes">Forward passes by batch size.</param>
internal sealed record ServerStatistics(long Succeeded, long Failed, ImmutableDictionary<long, long> Passes)
{
    public double MeanBatch => Passes.Values.Sum() is > 0 and var passes ? Passes.Sum(size => (double)size.Key * size.Value) / passes : 0;

    public static ServerStatistics Parse(JsonElement answer)
    {
        var model = answer.GetProperty("model_stats")[0];
        var stats = model.GetProperty("inference_stats");
        var passes = ImmutableDictionary<long, long>.Empty;
        if (model.TryGetProperty("batch_stats", out var sizes))
            passes = sizes.EnumerateArray().ToImmutableDictionary(size => Number(size, "batch_size"), size => Number(size.GetProperty("compute_infer"), "count"));
        return new ServerStatistics(Number(stats.GetProperty("success"), "count"), Number(stats.GetProperty("fail"), "count"), passes);
    }

    public ServerStatistics Since(ServerStatistics earlier) => new(
        Succeeded - earlier.Succeeded,
        Failed - earlier.Failed,
        Passes.ToImmutableDictionary(size => size.Key, size => size.Value - earlier.Passes.GetValueOrDefault(size.Key)));

    /// <summary>Protobuf's JSON puts 64-bit integers in quotes, and may leave zeros out.</summary>
    private static long Number(JsonElement parent, string name) => !parent.TryGetProperty(name, out var value) ? 0
        : value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString()!) : value.GetInt64();
}
