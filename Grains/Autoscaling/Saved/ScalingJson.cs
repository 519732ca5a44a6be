using System.Text.Json.Serialization;

namespace OrleansInference.Autoscaling.Saved;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SavedScaling))]
internal sealed partial class ScalingJson : JsonSerializerContext;
