namespace OrleansInference.Torch;

/// <summary>Says what is wrong with a file that libtorch does not load.</summary>
internal static class LoadFailure
{
    public static bool IsLackOfMemory(string message) => message.Contains("out of memory", StringComparison.Ordinal);

    public static string Explain(string path, string message)
    {
        message = ProgramMessage.Clean(message);
        if (IsLackOfMemory(message))
            return $"There is no room for '{path}': {message}";
        var hint = message.Contains("constants.pkl", StringComparison.Ordinal)
            ? ". It may hold weights only (torch.save); a program comes from torch.jit.save."
            : "";
        return $"'{path}' is not a TorchScript program that can be loaded: {message}{hint}";
    }
}
