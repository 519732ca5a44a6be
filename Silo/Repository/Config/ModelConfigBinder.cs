using OrleansInference.Ensembles;
using OrleansInference.Models;
using OrleansInference.Repository.TextFormat;

namespace OrleansInference.Repository.Config;

/// <summary>
/// Binds a parsed <c>config.pbtxt</c> (Triton's message ModelConfig) as far as a PyTorch model or an ensemble uses it; docs/model-repository.md
/// says what each field means here.
/// </summary>
internal sealed class ModelConfigBinder(string modelName, ModelFiles files, RepositoryOptions options, RepositoryLook look)
{
    private const string PyTorchPlatform = "pytorch_libtorch";

    /// <summary>Triton's PyTorch backend has the name: threads that one forward pass may use.</summary>
    private const string ThreadsKey = "INTRA_OP_THREAD_COUNT";

    /// <summary>What is wrong is in <paramref name="report"/>; the result counts only where nothing is.</summary>
    public ModelConfig Bind(TextMessage message, ConfigReport report)
    {
        var root = new MessageReader("", message, report);
        CheckName(root);
        var backend = Backend(root);
        var maxBatchSize = (int)root.Integer("max_batch_size", 0, int.MaxValue, 0);
        var tensors = new SignatureBinder(maxBatchSize, files);
        var signature = tensors.Bind(root, backend == ModelConfig.PyTorch ? PyTorchPlatform : backend);
        var parameters = new ModelParameters(root);
        var isEnsemble = backend == EnsembleSpec.Platform;
        var ensemble = isEnsemble ? new EnsembleBinder(look).Bind(root, signature) : null;
        if (isEnsemble) RefuseOfEnsembles(root, parameters);
        var threads = (int)parameters.Integer(ThreadsKey, 1, RepositoryOptions.MaxThreads, options.ThreadsPerReplica);
        var (batching, preserveOrdering) = new BatchingBinder(maxBatchSize, options).Bind(root, parameters, signature);
        var (warmUp, samples) = new WarmUpBinder(maxBatchSize, signature, files).Bind(root);
        var config = new ModelConfig
        {
            Backend = backend,
            ProgramFile = ProgramFile(root, backend),
            Signature = signature,
            Ensemble = ensemble,
            Batching = batching,
            Parameters = parameters.Texts,
            Replicas = isEnsemble ? [] : new InstanceGroupBinder(options, threads).Bind(root),
            Scaling = isEnsemble ? null : look.Scaling.Bind(parameters),
            WarmUp = warmUp,
            Description = new ModelDescription
            {
                Versions = VersionPolicyBinder.Bind(root),
                LabelFiles = tensors.LabelFiles,
                WarmUp = samples,
                PreserveOrdering = preserveOrdering,
                Traffic = TrafficBinder.Bind(parameters),
            },
        };
        RefuseOtherSchedulers(root, isEnsemble);
        root.NotUsed(
            "runtime", "optimization", "cc_model_filenames", "metric_tags", "model_operations", "model_repository_agents", "response_cache",
            "model_metrics");
        root.Close();
        return config;
    }

    private void CheckName(MessageReader root)
    {
        if (root.Text("name") is { Length: > 0 } name && name != modelName)
            root.Refuse("name", $"\"{modelName}\", the name of the directory, or nothing");
    }

    private static string Backend(MessageReader root)
    {
        var platform = root.Text("platform") ?? "";
        var backend = root.Text("backend") ?? "";
        if (platform is not ("" or PyTorchPlatform or EnsembleSpec.Platform)) root.Refuse("platform", $"\"{PyTorchPlatform}\", \"{EnsembleSpec.Platform}\", or nothing");
        if (platform == EnsembleSpec.Platform)
        {
            if (backend is not ("" or EnsembleSpec.Platform)) root.Refuse("backend", $"\"{EnsembleSpec.Platform}\", or nothing, because platform is \"{EnsembleSpec.Platform}\"");
            return EnsembleSpec.Platform;
        }
        if (platform == PyTorchPlatform && backend is not ("" or ModelConfig.PyTorch))
            root.Refuse("backend", $"\"{ModelConfig.PyTorch}\", because platform is \"{PyTorchPlatform}\"");
        return backend.Length == 0 ? ModelConfig.PyTorch : backend;
    }

    /// <summary>Another backend's program may be code, so it needs a file only where the configuration names one.</summary>
    private static string? ProgramFile(MessageReader root, string backend)
    {
        var file = root.Text("default_model_filename");
        if (string.IsNullOrEmpty(file)) return backend == ModelConfig.PyTorch ? "model.pt" : null;
        if (!ModelFiles.IsInside(file)) root.Refuse("default_model_filename", "a path within the version's directory");
        return file;
    }

    /// <summary>An ensemble has no program and no replicas of its own; Triton refuses these too.</summary>
    private static void RefuseOfEnsembles(MessageReader root, ModelParameters parameters)
    {
        const string Why = "is not for an ensemble: say it of the models of its steps";
        foreach (var name in new[] { "instance_group", "dynamic_batching", "model_warmup" })
            if (root.Has(name)) root.Problem(name, Why);
        if (!string.IsNullOrEmpty(root.Text("default_model_filename"))) root.Problem("default_model_filename", Why);
        ScalingBinder.Refuse(parameters);
    }

    /// <summary>To ignore these would be to answer with something else than the model is meant to compute.</summary>
    private static void RefuseOtherSchedulers(MessageReader root, bool isEnsemble)
    {
        root.NotSupported("sequence_batching", "requests are independent of each other here");
        if (!isEnsemble && root.Has("ensemble_scheduling")) root.Problem("ensemble_scheduling", $"is for models whose platform is \"{EnsembleSpec.Platform}\"");
        root.NotSupported("batch_input", "the program gets the declared inputs and no other");
        root.NotSupported("batch_output", "outputs are split along the first dimension");
        if (root.Message("model_transaction_policy") is not { } policy) return;
        policy.NotSupported("decoupled", "each request has exactly one response");
        policy.Close();
    }
}
