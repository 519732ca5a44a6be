namespace OrleansInference.FrontDoors.Http;

/// <summary>Routes that Triton's clients know and this server doesn't: 501 that says what there is instead.</summary>
internal static class UnimplementedRoutes
{
    private const string Tensors = "send tensors in the request: JSON or binary data";
    private const string Generation = "the generate extension is not supported; use …/infer";

    public static (string Pattern, string Text)[] All { get; } =
    [
        ("/v2/systemsharedmemory/{**rest}", $"system shared memory is not supported; {Tensors}"),
        ("/v2/cudasharedmemory/{**rest}", $"CUDA shared memory is not supported; {Tensors}"),
        ("/v2/trace/setting", "trace settings are not supported"),
        ("/v2/models/{model}/trace/setting", "trace settings are not supported"),
        ("/v2/logging", "log settings cannot be changed over HTTP; they are in the configuration section Logging"),
        ("/v2/models/{model}/generate", Generation),
        ("/v2/models/{model}/versions/{version}/generate", Generation),
        ("/v2/models/{model}/generate_stream", Generation),
        ("/v2/models/{model}/versions/{version}/generate_stream", Generation),
    ];
}
