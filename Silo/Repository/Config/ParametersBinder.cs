using System.Collections.Immutable;
using System.Globalization;

namespace OrleansInference.Repository.Config;

/// <summary>Binds <c>parameters</c>, and the one among them that the repository itself needs.</summary>
internal static class ParametersBinder
{
    /// <summary>Triton's PyTorch backend has the name: threads that one forward pass may use.</summary>
    private const string ThreadsKey = "INTRA_OP_THREAD_COUNT";

    public static (ImmutableDictionary<string, string> Parameters, int Threads) Bind(MessageReader root, RepositoryOptions options)
    {
        var parameters = ImmutableDictionary.CreateBuilder<string, string>();
        var threads = options.ThreadsPerReplica;
        foreach (var (key, value) in root.Map("parameters"))
        {
            var text = value.Text("string_value") ?? "";
            parameters[key] = text;
            value.Close();
            if (key != ThreadsKey) continue;
            var isInteger = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            if (isInteger && number is >= 1 and <= RepositoryOptions.MaxThreads) threads = number;
            else value.Problem("string_value", $"of {key} is \"{text}\"; allowed: an integer from 1 to {RepositoryOptions.MaxThreads}");
        }
        return (parameters.ToImmutable(), threads);
    }
}
