using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Client.Embeddings;

public sealed class InferenceEmbeddingGeneratorTests
{
    private static readonly TensorSpec Bytes = new() { Name = "t", DataType = TensorDataType.Bytes, Shape = [-1, 1] };
    private static readonly TensorSpec Rows = new() { Name = "t", DataType = TensorDataType.UInt8, Shape = [-1, -1] };
    private static readonly TensorSpec Lengths = new() { Name = "n", DataType = TensorDataType.Int64, Shape = [-1, 1] };
    private readonly FakeClient _client = new();

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 3)]
    [InlineData(64, 1)]
    public async Task Texts_go_in_batches_and_their_embeddings_come_in_order(int maxBatchSize, int requests)
    {
        foreach (ImmutableArray<TensorSpec> inputs in new[] { ImmutableArray.Create(Bytes), [Rows, Lengths] })
        {
            _client.Requests = 0;
            _client.Inputs = inputs;
            using var generator = new InferenceEmbeddingGenerator(_client, "m", maxBatchSize);
            var embeddings = await generator.GenerateAsync(["a", "bb", "", "dddd", "é"]);
            Assert.Equal([1, 2, 0, 4, 2], embeddings.Select(embedding => embedding.Vector.Span[0]));
            Assert.All(embeddings, embedding => Assert.Equal(3, embedding.Dimensions));
            Assert.Equal(requests, _client.Requests);
        }
    }

    [Fact]
    public async Task Texts_of_different_lengths_go_apart_where_the_model_takes_no_lengths()
    {
        _client.Inputs = [Rows];
        using var generator = new InferenceEmbeddingGenerator(_client, "m", 8);
        Assert.Equal([1, 3], (await generator.GenerateAsync(["a", "bbb"])).Select(embedding => embedding.Vector.Span[0]));
        Assert.Equal(2, _client.Requests);
    }

    [Fact]
    public async Task A_model_that_is_no_embedder_is_told_with_what_it_has()
    {
        using var generator = new InferenceEmbeddingGenerator(_client, "m");
        _client.Inputs = [Lengths];
        Assert.Contains("no input for a text", (await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(["a"]))).Message);

        using var other = new InferenceEmbeddingGenerator(_client, "m");
        (_client.Inputs, _client.OutputType) = ([Bytes], TensorDataType.Int32);
        var exception = await Assert.ThrowsAsync<InferenceException>(() => other.GenerateAsync(["a"]));
        Assert.Contains("'e' INT32 [1,3]", exception.Message);
    }

    [Fact]
    public async Task Options_of_another_model_or_size_are_refused_and_the_client_is_found()
    {
        _client.Inputs = [Bytes];
        using var generator = new InferenceEmbeddingGenerator(_client, "m");
        await Assert.ThrowsAsync<NotSupportedException>(() => generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { ModelId = "n" }));
        await Assert.ThrowsAsync<NotSupportedException>(() => generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 7 }));
        Assert.Single(await generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { ModelId = "m", Dimensions = 3 }));
        Assert.Empty(await generator.GenerateAsync([]));
        Assert.Equal("m", generator.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId);
        Assert.Same(_client, generator.GetService<IInferenceClient>());
    }

    /// <summary>Embeds a text as its length in bytes, thrice.</summary>
    private sealed class FakeClient : IInferenceClient
    {
        public int Requests;

        public ImmutableArray<TensorSpec> Inputs { get; set; } = [];

        public TensorDataType OutputType { get; set; } = TensorDataType.Fp32;

        public Task<ModelMetadata> GetModelAsync(string model, long? version, CancellationToken cancellationToken) =>
            Task.FromResult(new ModelMetadata { Name = model, Inputs = Inputs, Outputs = [] });

        public Task<InferenceResponse> InferAsync(InferenceRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref Requests);
            var text = request.Inputs[0];
            long[] lengths = text.DataType == TensorDataType.Bytes
                ? [.. text.Texts().Select(each => (long)System.Text.Encoding.UTF8.GetByteCount(each))]
                : request.Inputs.Length > 1 ? request.Inputs[1].Elements<long>().ToArray() : [text.Shape[1]];
            if (text.DataType == TensorDataType.UInt8)
                Assert.Equal([lengths.Length, lengths.Max()], text.Shape.ToArray());
            var values = lengths.SelectMany(length => Enumerable.Repeat((float)length, 3)).ToArray();
            return Task.FromResult(new InferenceResponse
            {
                Model = new ModelVersion("m", 1),
                Outputs =
                [
                    new InferenceTensor
                    {
                        Name = "e", DataType = OutputType, Shape = [lengths.Length, 3], Data = MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
                    },
                ],
            });
        }

        public Task<InferenceResponse> ClassifyAsync(InferenceRequest request, int classes, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ImmutableArray<ModelIndexEntry>> ListModelsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> IsReadyAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> IsModelReadyAsync(string model, long? version, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task LoadModelAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task UnloadModelAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
