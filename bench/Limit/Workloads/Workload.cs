using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Bench;

/// <summary>A model and what is asked of it: the same requests for the loop, the server and the peers, from a fixed seed.</summary>
/// <param name="Model">Its name in the repository.</param>
/// <param name="Requests">The inputs of each, one item a request; asked in turn.</param>
internal sealed record Workload(string Model, ImmutableArray<ImmutableArray<InferenceTensor>> Requests)
{
    private const int ShortestText = 16;
    private const int LongestText = 512;
    private const int Texts = 64;
    private const int Vocabulary = 8192;

    private static readonly Dictionary<string, Func<Workload>> Known = new(StringComparer.Ordinal)
    {
        ["tiny"] = () => new("tiny", [[TestTensor.Floats("x", 1, 4)]]),
        ["mlp"] = () => new("mlp", [[TestTensor.Floats("x", 1, 784)]]),
        ["digits"] = () => new("digits", [[TestTensor.Floats("image", 1, 1, 8, 8)]]),
        ["language"] = () => new("language", [[TestTensor.Letters("text", LongestText), TestTensor.Number("length", LongestText)]]),
        ["resnet18"] = () => new("resnet18", [[TestTensor.Floats("image", 1, 3, 224, 224)]]),
        ["encoder"] = () => new("encoder", [.. Lengths(Texts).Select(length => Text(length, length))]),
    };

    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Where a forward pass costs less than the server around it.</summary>
    public bool IsSmall => Model is "tiny" or "mlp" or "digits" or "language";

    /// <summary>Whether requests differ in length.</summary>
    public bool IsMixed => Requests.Length > 1;

    public static Workload? Find(string model) => Known.GetValueOrDefault(model)?.Invoke();

    /// <summary>The encoder's texts, filled up by the caller to the longest that there can be: what a server does that cannot mask.</summary>
    public static Workload FilledUp() => new("encoder", [.. Lengths(Texts).Select(length => Text(length, LongestText))]);

    public InferenceRequest Request(int index) => new() { Model = Model, Inputs = Requests[index % Requests.Length] };

    /// <summary>Evenly from the shortest to the longest, so that the mean is exact, in an order from a fixed seed.</summary>
    internal static int[] Lengths(int count)
    {
        var lengths = Enumerable.Range(0, count).Select(i => ShortestText + ((LongestText - ShortestText) * i / (count - 1))).ToArray();
        new Random(1).Shuffle(lengths);
        return lengths;
    }

    private static ImmutableArray<InferenceTensor> Text(int length, int width) =>
        [TestTensor.Tokens("tokens", length, width, Vocabulary), TestTensor.Number("length", length)];
}
