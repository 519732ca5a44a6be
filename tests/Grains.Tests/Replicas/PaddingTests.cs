using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Work;
using OrleansInference.Routing;

namespace OrleansInference.Replicas;

public sealed class PaddingTests
{
    private static readonly PaddingSpec Padding = new([new PaddedInput("x", 1, -1)], [new PaddedOutput("y", 1)]);

    [Fact]
    public void Inputs_are_filled_up_to_the_longest()
    {
        var (inputs, _) = BatchAssembler.Assemble(Sample.Signature, Padding, [Sample.Request([1, 2, 3]), Sample.Request([4], [5])]);

        Assert.Equal([3L, 3L], inputs[0].Shape.ToArray());
        Assert.Equal([1, 2, 3, 4, -1, -1, 5, -1, -1], Sample.Floats(inputs[0]));
    }

    [Fact]
    public void A_dimension_in_the_middle_can_be_padded()
    {
        var middle = new PaddingSpec([new PaddedInput("x", 1, 9)], []);
        var wide = Sample.Request([0]) with { Inputs = [Sample.Tensor("x", [1, 2, 2], 1, 2, 3, 4)] };
        var narrow = Sample.Request([0]) with { Inputs = [Sample.Tensor("x", [1, 1, 2], 5, 6)] };
        var (inputs, _) = BatchAssembler.Assemble(Sample.Signature, middle, [narrow, wide]);

        Assert.Equal([5, 6, 9, 9, 1, 2, 3, 4], Sample.Floats(inputs[0]));
    }

    [Theory]
    [InlineData(TensorDataType.UInt8, 255, new byte[] { 255 })]
    [InlineData(TensorDataType.Int16, -2, new byte[] { 254, 255 })]
    [InlineData(TensorDataType.Int64, -1, new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 })]
    [InlineData(TensorDataType.Fp16, 1, new byte[] { 0, 0x3c })]
    [InlineData(TensorDataType.Bf16, 1, new byte[] { 0x80, 0x3f })]
    [InlineData(TensorDataType.Fp64, 1, new byte[] { 0, 0, 0, 0, 0, 0, 0xf0, 0x3f })]
    public void The_value_has_the_tensors_type(TensorDataType type, double value, byte[] expected)
    {
        var filled = new byte[3 * expected.Length];
        PaddingValue.Fill(filled, type, value);
        Assert.Equal([.. expected, .. expected, .. expected], filled);
    }

    [Fact]
    public void Outputs_that_follow_are_cut_back()
    {
        InferenceRequest[] batch = [Sample.Request([1, 2, 3]), Sample.Request([4])];
        var memory = new CountedMemory(Sample.Tensor("y", [2, 3], 1, 2, 3, 4, 0, 0).Data);
        var y = Sample.Tensor("y", [2, 3], 0) with { Data = memory.Memory };
        var outcomes = BatchSplitter.Split(Sample.Model, Padding, batch, [y]);

        Assert.Equal([1, 2, 3], Sample.Floats(outcomes[0].Response!.Outputs[0]));
        Assert.Equal([4], Sample.Floats(outcomes[1].Response!.Outputs[0]));
        Assert.Equal([1L, 1L], outcomes[1].Response!.Outputs[0].Shape.ToArray());
        foreach (var outcome in outcomes) TensorMemory.Release(outcome.Response!);
        Assert.Equal(1, memory.Releases);
    }

    [Fact]
    public void What_is_padded_counts_as_if_it_were_data()
    {
        var batch = new PaddedBatch(Pending(3)).With(Pending(1));

        Assert.Equal(new WorkFeatures(2, 6, 18), batch.Work);
        Assert.Equal((4, 6 * sizeof(float)), (batch.OwnElements, batch.Bytes));

        static PendingRequest Pending(int length) => new(Sample.Request(new float[length]), 1, default, 0) { Length = length };
    }

    [Fact]
    public Task Requests_of_similar_length_share_a_batch() => SingleThread.Run(async () =>
    {
        var time = new ManualTime();
        List<int[]> batches = [];
        var spec = Sample.Spec() with { Batching = new BatchingSpec(8, TimeSpan.Zero, 0) { Padding = Padding } };
        var pool = new ReplicaPool(
            new PoolKey(Sample.Model, 1, SiloAddress.FromParsableString("127.0.0.1:11111@1")), spec,
            _ => new TimedReplica(time, TimeSpan.FromMilliseconds(1)) { Began = batch => batches.Add([.. batch.Select(request => (int)request.Inputs[0].Shape[1])]) },
            time, () => { }, (_, _, _) => Task.FromResult(OfferAnswer.Declined), Sample.NoArrivals, NullLogger.Instance);
        await pool.Resize(1);
        var calls = Task.WhenAll(new[] { 50, 3, 100, 4, 98, 3, 99 }.Select(length => pool.Infer(Sample.Request(new float[length]), default)));
        for (var i = 0; i < 100 && !calls.IsCompleted; i++) await SingleThread.Pass(time, TimeSpan.FromMilliseconds(1));

        Assert.Equal([[50], [3, 3, 4], [100, 99, 98]], batches.Select(batch => batch.Length == 1 ? batch : batch[0] < 50 ? [.. batch.Order()] : batch));
    });
}
