using System.Text.Json.Serialization;

namespace OrleansInference.Routing.Traffic.Saved;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SavedTraffic))]
internal sealed partial class TrafficJson : JsonSerializerContext;
