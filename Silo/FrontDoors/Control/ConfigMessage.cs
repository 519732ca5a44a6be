using OrleansInference.Models;
using OrleansInference.Protocol;

namespace OrleansInference.FrontDoors;

/// <summary>Triton's message of a model's configuration, from what is in effect: defaults are in it, and so is what the program told.</summary>
internal static class ConfigMessage
{
    public static ModelConfig Of(ModelSpec spec, ModelSignature signature)
    {
        var config = new ModelConfig
        {
            Name = spec.Id.Model,
            Platform = signature.Platform,
            // As in Triton: an ensemble has a platform, and no backend.
            Backend = spec.Ensemble is null ? spec.Backend : "",
            VersionPolicy = VersionsOf(spec.Description.Versions),
            MaxBatchSize = signature.MaxBatchSize,
            DefaultModelFilename = ProgramFile(spec),
            ModelTransactionPolicy = new ModelTransactionPolicy(),
        };
        foreach (var input in signature.Inputs)
            config.Input.Add(new ModelInput { Name = input.Name, DataType = TypeOf(input.DataType), Dims = { Dims(input, signature) }, Optional = input.Optional });
        foreach (var output in signature.Outputs)
            config.Output.Add(new ModelOutput
            {
                Name = output.Name,
                DataType = TypeOf(output.DataType),
                Dims = { Dims(output, signature) },
                LabelFilename = spec.Description.LabelFiles.GetValueOrDefault(output.Name, ""),
            });
        if (spec.Ensemble is { } ensemble)
            config.EnsembleScheduling = EnsembleMessage.Of(ensemble);
        else if (signature.MaxBatchSize > 0)
            config.DynamicBatching = BatchingMessage.Of(spec);
        foreach (var device in spec.Replicas.GroupBy(replica => replica.Device))
            config.InstanceGroup.Add(Group(spec, device.Key, device.Count()));
        foreach (var (key, value) in spec.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
            config.Parameters[key] = new ModelParameter { StringValue = value };
        config.ModelWarmup.AddRange(spec.Description.WarmUp.Select(WarmUpMessage.Of));
        return config;
    }

    public static DataType TypeOf(TensorDataType type) => type switch
    {
        TensorDataType.Unknown => DataType.TypeInvalid,
        TensorDataType.Bf16 => DataType.TypeBf16,
        TensorDataType.Bytes => DataType.TypeString,
        // The others have Triton's numbers.
        _ => (DataType)type,
    };

    private static ModelVersionPolicy VersionsOf(VersionPolicy policy) => policy switch
    {
        { Newest: { } count } => new() { Latest = new ModelVersionPolicy.Types.Latest { NumVersions = (uint)count } },
        { Versions.IsDefault: false } => new() { Specific = new ModelVersionPolicy.Types.Specific { Versions = { policy.Versions } } },
        _ => new() { All = new ModelVersionPolicy.Types.All() },
    };

    /// <summary>Within the version's directory.</summary>
    private static string ProgramFile(ModelSpec spec)
    {
        var folder = $"/{spec.Id}/";
        var path = spec.ProgramPath.Replace('\\', '/');
        var start = path.LastIndexOf(folder, StringComparison.Ordinal);
        return start < 0 ? Path.GetFileName(path) : path[(start + folder.Length)..];
    }

    /// <summary>Without the batch dimension; one open dimension where even the rank is unknown, as in the metadata.</summary>
    private static IEnumerable<long> Dims(TensorSpec tensor, ModelSignature signature) =>
        tensor.Shape.IsDefault ? [-1] : signature.MaxBatchSize > 0 ? tensor.Shape.Skip(1) : tensor.Shape;

    private static ModelInstanceGroup Group(ModelSpec spec, string device, int count)
    {
        var group = new ModelInstanceGroup { Name = spec.Id.Model, Count = count, Kind = ModelInstanceGroup.Types.Kind.Cpu };
        if (!device.StartsWith("cuda:", StringComparison.Ordinal))
            return group;
        group.Kind = ModelInstanceGroup.Types.Kind.Gpu;
        group.Gpus.Add(int.Parse(device.AsSpan("cuda:".Length)));
        return group;
    }
}
