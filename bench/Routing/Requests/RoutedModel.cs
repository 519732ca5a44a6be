using System.Collections.Immutable;
using System.Globalization;
using OrleansInference.Control;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Bench;

/// <summary>The one model of the comparisons: no batches, a stated time for each element.</summary>
/// <param name="program">Its managed program.</param>
/// <param name="policy">How requests are routed to its pools; null for the server's default.</param>
/// <param name="replicas">On each silo.</param>
internal sealed class RoutedModel(string program, string? policy, int replicas) : IModelSource
{
    public const string Name = "routed";

    private static readonly ModelVersion Id = new(Name, 1);

    public ValueTask<ImmutableArray<ModelScan>> ScanAsync() => ValueTask.FromResult<ImmutableArray<ModelScan>>([Scan()]);

    public ValueTask<ModelScan?> ScanAsync(string model, string? config) => ValueTask.FromResult(model == Name ? Scan() : null);

    private ModelScan Scan() => new()
    {
        Model = Name,
        Versions = [new ScannedVersion { Id = Id, Files = Fingerprint.Of(Name), Spec = Spec() }],
    };

    private ModelSpec Spec() => new()
    {
        Id = Id,
        Backend = "managed",
        ProgramPath = "",
        DeclaredSignature = new ModelSignature
        {
            Inputs = [new TensorSpec { Name = "INPUT", DataType = TensorDataType.Fp32, Shape = [-1, -1] }],
            Outputs = [new TensorSpec { Name = "OUTPUT", DataType = TensorDataType.Fp32, Shape = [-1, -1] }],
            MaxBatchSize = 1,
            Platform = "managed",
        },
        Batching = new BatchingSpec(1, TimeSpan.Zero, 0),
        Replicas = [.. Enumerable.Repeat(new DeviceSlot("cpu", 1), replicas)],
        Parameters = Parameters(),
    };

    private ImmutableDictionary<string, string> Parameters()
    {
        var parameters = ImmutableDictionary<string, string>.Empty
            .Add(ManagedRuntime.ProgramParameter, program)
            .Add("element_seconds", RequestMix.SecondsPerElement.ToString(CultureInfo.InvariantCulture));
        return policy is null ? parameters : parameters.Add("ROUTING_POLICY", policy);
    }
}
