using System.Text.Json;

namespace OrleansInference.FrontDoors.Http.Scaling;

/// <summary>Reads how many replicas are to be kept.</summary>
internal static class PinReader
{
    private const string Shape = "expected the number of replicas to keep, as in {\"replicas\": 3}";

    public static int Read(JsonElement body, List<string> errors)
    {
        int? replicas = null;
        foreach (var member in body.EnumerateObject())
            if (member.Name != "replicas")
                errors.Add($"'{member.Name}' is not known; expected replicas");
            else if (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var number) && number >= 0)
                replicas = number;
            else
                errors.Add($"replicas: expected a whole number from 0, got {member.Value.GetRawText()}");
        if (replicas is null && errors.Count == 0)
            errors.Add(Shape);
        return replicas ?? 0;
    }
}
