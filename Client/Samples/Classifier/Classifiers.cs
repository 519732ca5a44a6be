using System.Collections.Immutable;
using OrleansInference.Client;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Samples.Classifier;

/// <summary>What this service asks of its models.</summary>
internal sealed class Classifiers(IInferenceClient client)
{
    public const string Language = "language";
    public const string Digits = "digits";

    private const int Side = 8;
    private const int Best = 3;

    /// <summary>In which programming language a text (UTF-8) is written: the likeliest three.</summary>
    public Task<ImmutableArray<Classification>> LanguageAsync(byte[] text, CancellationToken cancellationToken) => ClassifyAsync(
        Language, [InferenceTensor.Of<byte>("text", [1, text.Length], text), InferenceTensor.Of<int>("length", [1, 1], new[] { text.Length })], cancellationToken);

    /// <summary>Which digit an image of 8 × 8 grey bytes shows, bright ink on dark: the likeliest three.</summary>
    public Task<ImmutableArray<Classification>> DigitAsync(byte[] pixels, CancellationToken cancellationToken)
    {
        if (pixels.Length != Side * Side)
            throw new BadHttpRequestException($"The body has {pixels.Length} bytes, expected {Side * Side}: an image of {Side} × {Side} grey bytes.");
        var image = Array.ConvertAll(pixels, pixel => pixel / 255f);
        return ClassifyAsync(Digits, [InferenceTensor.Of<float>("image", [1, 1, Side, Side], image)], cancellationToken);
    }

    private async Task<ImmutableArray<Classification>> ClassifyAsync(
        string model, ImmutableArray<InferenceTensor> inputs, CancellationToken cancellationToken)
    {
        var request = new InferenceRequest { Model = model, Inputs = inputs, RequestedOutputs = ["probabilities"] };
        var response = await client.ClassifyAsync(request, Best, cancellationToken);
        return [.. response.Outputs[0].Classifications()];
    }
}
