using System.Text.Json.Serialization;

namespace OrleansInference.Control.Saved;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SavedModels))]
internal sealed partial class ModelsJson : JsonSerializerContext;
