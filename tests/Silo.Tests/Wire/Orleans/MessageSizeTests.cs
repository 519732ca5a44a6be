using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Messages;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Wire;

/// <summary>What is said of the length of a message, against what the engine's serializer makes of it.</summary>
public sealed class MessageSizeTests
{
    public static TheoryData<int, int, int> Requests => new()
    {
        { 0, 0, 0 }, { 1, 1, 1 }, { 1, 3_000_000, 4 }, { 40, 5000, 60 }, { 3, 100_000, 8 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void No_message_is_longer_than_is_said(int tensors, int bytes, int rank)
    {
        ImmutableArray<InferenceTensor> all = [.. Enumerable.Range(0, tensors).Select(i => new InferenceTensor
        {
            Name = $"名前{i}", DataType = TensorDataType.UInt8, Shape = [.. Enumerable.Repeat(long.MinValue, rank)], Data = new byte[bytes],
        })];
        var request = (InferenceRequest)SampleMessage.Of(typeof(InferenceRequest)) with
        {
            Inputs = all,
            RequestedOutputs = [.. all.Select(tensor => tensor.Name)],
            Parameters = all.ToImmutableDictionary(tensor => tensor.Name, tensor => ParameterValue.Of(new string('語', rank * 10))),
        };
        var response = new InferenceResponse { Model = new ModelVersion("名前", long.MinValue), Outputs = all };
        var answer = new PoolAnswer(InferenceOutcome.Of(response), new PoolLoad(long.MinValue, int.MinValue, double.NaN, true), TimeSpan.MinValue);

        // Room for what a call adds: the silo's address, and the name of the method.
        Assert.InRange(WireSerializer.Ours.SerializeToArray<object>(request).Length, 0, MessageSize.Of(request) - 512);
        Assert.InRange(WireSerializer.Ours.SerializeToArray<object>(answer).Length, 0, MessageSize.Of(response) - 512);
        Assert.InRange(MessageSize.Of(response) - all.Sum(tensor => tensor.Data.Length), 0, 2048 + (1024 * tensors));
    }
}
