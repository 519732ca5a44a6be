namespace OrleansInference.FrontDoors.Http;

/// <summary>Routes that Triton's clients know and this server doesn't: 501 that says what there is instead.</summary>
internal static class UnimplementedRoutes
{
    private const string Tensors = "send tensors in the request: JSON or binary data";
    private const string Repository = "models are served as the repository on disk has them";

    private const string Configuration = "the model configuration is not served; its inputs and outputs are at /v2/models/{model}";
    private const string Statistics = "model statistics are not supported";
    private const string Generation = "the generate extension is not supported; use …/infer";

    public static (string Pattern, string Text)[] All { get; } =
    [
        ("/v2/systemsharedmemory/{**rest}", $"system shared memory is not supported; {Tensors}"),
        ("/v2/cudasharedmemory/{**rest}", $"CUDA shared memory is not supported; {Tensors}"),
        ("/v2/trace/setting", "trace settings are not supported"),
        ("/v2/models/{model}/trace/setting", "trace settings are not supported"),
        ("/v2/logging", "log settings cannot be changed over HTTP; they are in the configuration section Logging"),
        ("/v2/repository/models/{model}/load", $"loading models on demand is not supported; {Repository}"),
        ("/v2/repository/models/{model}/unload", $"unloading models on demand is not supported; {Repository}"),
        ("/v2/models/stats", Statistics),
        ("/v2/models/{model}/stats", Statistics),
        ("/v2/models/{model}/versions/{version}/stats", Statistics),
        ("/v2/models/{model}/config", Configuration),
        ("/v2/models/{model}/versions/{version}/config", Configuration),
        ("/v2/models/{model}/generate", Generation),
        ("/v2/models/{model}/versions/{version}/generate", Generation),
        ("/v2/models/{model}/generate_stream", Generation),
        ("/v2/models/{model}/versions/{version}/generate_stream", Generation),
    ];
}
