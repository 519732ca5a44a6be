using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>By name, then version.</summary>
internal sealed class ModelVersionOrder : IComparer<ModelVersion>
{
    public static readonly ModelVersionOrder Instance = new();

    public int Compare(ModelVersion x, ModelVersion y)
    {
        var byName = string.CompareOrdinal(x.Model, y.Model);
        return byName != 0 ? byName : x.Version.CompareTo(y.Version);
    }
}
