using System.Text;
using Microsoft.Extensions.AI;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Client.Embeddings;

/// <summary>
/// A model that embeds texts, for whatever works with Microsoft.Extensions.AI. The model takes texts as <see cref="TextTensors"/> says and
/// gives one FP32 output of shape [batch, dimensions]. Safe for use by several callers at once.
/// </summary>
public sealed class InferenceEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int MaxConcurrency = 16;

    private readonly IInferenceClient _client;
    private readonly string _model;
    private readonly int _maxBatchSize;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private ModelMetadata? _signature;

    /// <summary>Uses <paramref name="client"/>, which stays its owner's.</summary>
    /// <param name="client">The server.</param>
    /// <param name="model">The model, in the version that the server chooses.</param>
    /// <param name="maxBatchSize">
    /// Texts in one request: at most the model's max_batch_size. 1 is right for a model that batches dynamically, since up to 16 requests
    /// run at a time.
    /// </param>
    public InferenceEmbeddingGenerator(IInferenceClient client, string model, int maxBatchSize = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatchSize, 1);
        (_client, _model, _maxBatchSize) = (client, model, maxBatchSize);
        _metadata = new EmbeddingGeneratorMetadata("orleans-inference", defaultModelId: model);
    }

    /// <summary>One embedding for each text, in their order.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">A model or number of dimensions other than this generator's is refused.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="InferenceException">The server failed, or the model's output is no embedding.</exception>
    /// <exception cref="ArgumentException">The model takes no texts.</exception>
    /// <exception cref="NotSupportedException">The options ask for what this generator does not do.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options?.ModelId is { } model && model != _model)
            throw new NotSupportedException($"This generator embeds with '{_model}', not with '{model}'.");
        ReadOnlyMemory<byte>[] texts = [.. values.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))];
        if (texts.Length == 0)
            return [];
        var signature = _signature ??= await _client.GetModelAsync(_model, null, cancellationToken);
        var embeddings = new Embedding<float>[texts.Length];
        var batchSize = TextTensors.TakesLengths(signature) ? _maxBatchSize : 1;
        var batches = Enumerable.Range(0, texts.Length).Chunk(batchSize);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(batches, limits, async (batch, token) =>
        {
            var output = await EmbedAsync(signature, texts[batch[0]..(batch[^1] + 1)], token);
            for (var i = 0; i < batch.Length; i++)
                embeddings[batch[i]] = Row(output, i, batch.Length);
        });
        return options?.Dimensions is { } dimensions && dimensions != embeddings[0].Vector.Length
            ? throw new NotSupportedException($"'{_model}' gives {embeddings[0].Vector.Length} dimensions, not {dimensions}.")
            : new GeneratedEmbeddings<Embedding<float>>(embeddings);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(_client) ? _client
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>The client is its owner's to dispose of.</summary>
    public void Dispose()
    {
    }

    private async Task<InferenceTensor> EmbedAsync(ModelMetadata signature, ReadOnlyMemory<byte>[] texts, CancellationToken cancellationToken)
    {
        var request = new InferenceRequest { Model = _model, Inputs = TextTensors.Create(signature, texts) };
        var response = await _client.InferAsync(request, cancellationToken);
        return response.Outputs.Where(tensor => tensor.DataType == TensorDataType.Fp32).ToList() is [{ Shape: [var rows, > 0] } output]
            && rows == texts.Length
            ? output
            : throw new InferenceException(
                $"Model '{_model}' answers with {string.Join(", ", response.Outputs.Select(Describe))}; " +
                $"an embedding of {texts.Length} texts is one FP32 [{texts.Length},dimensions].");
    }

    private Embedding<float> Row(InferenceTensor output, int row, int rows)
    {
        var elements = output.Elements<float>();
        var width = elements.Length / rows;
        return new Embedding<float>(elements.Slice(row * width, width).ToArray()) { ModelId = _model };
    }

    private static string Describe(InferenceTensor tensor) =>
        $"'{tensor.Name}' {tensor.DataType.ToProtocolName()} [{string.Join(',', tensor.Shape)}]";
}
