using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>The programs that <c>Programs/make_programs.py</c> made, on the binding of this build.</summary>
internal static class TorchPrograms
{
    public static readonly TorchRuntime Runtime = new(TorchEnvironment.Binding, TimeProvider.System, NullLogger<TorchRuntime>.Instance);

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Torch", "Programs", name + ".pt");

    public static ModelSpec Spec(string path, ModelSignature? signature = null) => new()
    {
        Id = new ModelVersion(Path.GetFileNameWithoutExtension(path), 1),
        Backend = "pytorch",
        ProgramPath = path,
        DeclaredSignature = signature,
        Batching = new BatchingSpec(0, TimeSpan.Zero, 0),
        Replicas = [new DeviceSlot("cpu", 1)],
    };

    public static ModelSignature Declare(string[] inputs, string[] outputs, TensorDataType type = TensorDataType.Unknown) => new()
    {
        Inputs = [.. inputs.Select(name => new TensorSpec { Name = name, DataType = type })],
        Outputs = [.. outputs.Select(name => new TensorSpec { Name = name, DataType = type })],
        MaxBatchSize = 4,
    };

    public static async Task<ILoadedModel> Load(string name, ModelSignature? signature = null, int threads = 1)
    {
        var result = await Runtime.LoadAsync(Spec(PathOf(name), signature), new DeviceSlot("cpu", threads), CancellationToken.None);
        Assert.Null(result.Fault?.Message);
        return result.Model!;
    }

    public static async Task<string> LoadFailure(string path, ModelSignature? signature = null, string device = "cpu")
    {
        var result = await Runtime.LoadAsync(Spec(path, signature), new DeviceSlot(device, 1), CancellationToken.None);
        Assert.Null(result.Model);
        Assert.Equal(Inference.FaultKind.LoadFailed, result.Fault!.Kind);
        return result.Fault.Message;
    }

    public static async Task<ImmutableArray<InferenceTensor>> Run(this ILoadedModel model, params InferenceTensor[] inputs)
    {
        var result = await model.RunAsync([.. inputs]);
        Assert.Null(result.Fault?.Message);
        return result.Outputs;
    }

    public static async Task<string> Fault(this ILoadedModel model, Inference.FaultKind kind, params InferenceTensor[] inputs)
    {
        var result = await model.RunAsync([.. inputs]);
        Assert.True(result.Outputs.IsEmpty);
        Assert.Equal(kind, result.Fault!.Kind);
        return result.Fault.Message;
    }
}
