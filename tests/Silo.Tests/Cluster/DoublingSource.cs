using System.Collections.Immutable;
using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.Ensembles;
using OrleansInference.Models;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Cluster;

/// <summary>
/// The models <c>double</c>, <c>corrupt</c> (fails to load), <c>misconfigured</c> (no specification), and <c>quadruple</c>, an ensemble of two steps of
/// <c>double</c>.
/// </summary>
internal sealed class DoublingSource : IModelSource
{
    /// <summary>Of the model <c>double</c> on each silo: it is the second to be loaded.</summary>
    public const long Revision = 2;

    private static readonly string[] Models = ["corrupt", "double", "misconfigured", "quadruple"];

    private static readonly ModelSignature Signature = new()
    {
        Inputs = [new TensorSpec { Name = "x", DataType = TensorDataType.Fp32, Shape = [-1, -1], Labels = ["a", "b"] }],
        Outputs = [new TensorSpec { Name = "y", DataType = TensorDataType.Fp32, Shape = [-1, -1] }],
        MaxBatchSize = 4,
    };

    private volatile int _edition = 1;
    private volatile bool _isEmpty;

    /// <summary>Stands for the state of the files; models of another edition than the loaded one are reloaded.</summary>
    public int Edition
    {
        get => _edition;
        set => _edition = value;
    }

    /// <summary>Of the model <c>double</c>; each multiplies by its number and one.</summary>
    public ImmutableArray<long> Versions { get; init; } = [1];

    /// <summary>As its configuration says.</summary>
    public TrafficSpec Traffic { get; init; } = TrafficSpec.Default;

    /// <summary>Of the model <c>double</c>; null: it is not scaled.</summary>
    public ScalingSpec? Scaling { get; init; }

    public bool IsEmpty
    {
        get => _isEmpty;
        set => _isEmpty = value;
    }

    public ValueTask<ImmutableArray<ModelScan>> ScanAsync() =>
        ValueTask.FromResult<ImmutableArray<ModelScan>>(IsEmpty ? [] : [.. Models.Select(Scan)]);

    public ValueTask<ModelScan?> ScanAsync(string model, string? config) =>
        ValueTask.FromResult(Models.Contains(model) ? Scan(model) : null);

    private ModelScan Scan(string model)
    {
        var id = new ModelVersion(model, 1);
        return new ModelScan
        {
            Model = model,
            Versions = model switch
            {
                "misconfigured" => [new ScannedVersion { Id = id, Reason = "config.pbtxt:1:1: no" }],
                "double" => [.. Versions.Select(version => Scan(id with { Version = version }))],
                _ => [Scan(id)],
            },
        };
    }

    private ScannedVersion Scan(ModelVersion id) => new() { Id = id, Spec = Spec(id), Files = Fingerprint.Of($"edition {Edition}") };

    private ModelSpec Spec(ModelVersion id) => id.Model == "quadruple" ? Quadruple(id) : new ModelSpec
    {
        Id = id,
        Backend = "doubling",
        ProgramPath = "",
        DeclaredSignature = Signature,
        Batching = new BatchingSpec(1, TimeSpan.Zero, 0),
        Replicas = [new DeviceSlot("cpu", 1), new DeviceSlot("cpu", 1)],
        Parameters = ImmutableDictionary<string, string>.Empty.Add("edition", $"{Edition}"),
        Description = new ModelDescription { Traffic = Traffic },
        Scaling = id.Model == "double" ? Scaling : null,
    };

    private static ModelSpec Quadruple(ModelVersion id) => new()
    {
        Id = id,
        Backend = EnsembleSpec.Platform,
        ProgramPath = "",
        DeclaredSignature = Signature with { Platform = EnsembleSpec.Platform },
        Ensemble = new EnsembleSpec { Steps = [Step("x", "twice"), Step("twice", "y")] },
        Batching = new BatchingSpec(1, TimeSpan.Zero, 0),
        Replicas = [],
    };

    private static EnsembleStep Step(string input, string output) =>
        new() { Model = "double", Inputs = [new TensorMapping("x", input)], Outputs = [new TensorMapping("y", output)] };
}
