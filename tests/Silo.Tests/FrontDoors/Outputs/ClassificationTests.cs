using System.Runtime.InteropServices;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Outputs;

public sealed class ClassificationTests
{
    [Fact]
    public void The_highest_come_first_with_their_labels_where_there_are_any() =>
        Assert.Equal(["10:2:c", "5:1:b", "4:3"], Classify(TensorDataType.Int32, [4], 3, batched: false, 1, 5, 10, 4));

    [Fact]
    public void Each_item_of_a_batch_is_ranked_on_its_own() =>
        Assert.Equal(["2:1:b", "9:0:a"], Classify(TensorDataType.Int32, [2, 2], 1, batched: true, 1, 2, 9, 8));

    [Fact]
    public void Equal_values_keep_their_order_and_more_than_there_are_is_all() =>
        Assert.Equal(["7:0:a", "7:2:c", "3:1:b"], Classify(TensorDataType.Int32, [3], 99, batched: false, 7, 3, 7));

    [Fact]
    public void NaN_is_last_and_values_read_back_the_same() =>
        Assert.Equal(["1E-10:2:c", "-0.1:1:b", "NaN:0:a"], Classify(TensorDataType.Fp32, [3], 3, batched: false, float.NaN, -0.1f, 1e-10f));

    [Fact]
    public void Unsigned_values_are_compared_as_such() =>
        Assert.Equal(["255:0:a", "1:1:b"], Classify<byte>(TensorDataType.UInt8, [2], 2, batched: false, 255, 1));

    [Theory]
    [InlineData(TensorDataType.Bytes)]
    [InlineData(TensorDataType.Bool)]
    [InlineData(TensorDataType.Fp16)]
    public void What_has_no_order_here_is_refused(TensorDataType type)
    {
        var output = new InferenceTensor { Name = "y", DataType = type, Shape = [0], Data = default };

        var fault = Classification.Apply(ref output, null, 1);

        Assert.Equal($"output 'y': classification takes integers, FP32 or FP64, the output is {type.ToProtocolName()}", fault?.Message);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(100, 3)]
    [InlineData(1000, 1000)]
    public void Top_indices_are_those_of_a_stable_sort(int length, int count)
    {
        var random = new Random(17);
        var values = Enumerable.Range(0, length).Select(_ => random.Next(20)).ToArray();

        Assert.Equal(
            Enumerable.Range(0, length).OrderByDescending(i => values[i]).Take(count),
            TopIndices.Of<int>(values, Math.Min(count, length)));
    }

    private static string[] Classify<T>(TensorDataType type, long[] shape, int classes, bool batched, params T[] values)
        where T : unmanaged
    {
        var signature = new ModelSignature
        {
            Inputs = [],
            Outputs = [FakeModels.Spec("y", type, shape) with { Labels = ["a", "b", "c"] }],
            MaxBatchSize = batched ? 8 : 0,
        };
        var output = new InferenceTensor { Name = "y", DataType = type, Shape = [.. shape], Data = MemoryMarshal.AsBytes(values.AsSpan()).ToArray() };

        Assert.Null(Classification.Apply(ref output, signature, classes));

        Assert.Equal(TensorDataType.Bytes, output.DataType);
        var elements = BytesElements.Of(output.Data);
        Assert.Equal(elements.Length, output.Shape.Aggregate(1L, (product, dimension) => product * dimension));
        return elements;
    }
}
