namespace OrleansInference.Ensembles;

public sealed class TensorShapesTests
{
    [Theory]
    [InlineData(new long[] { 3 }, false, new long[] { -1, 3 }, true, new long[] { 1, 3 })] // a batch of one
    [InlineData(new long[] { 2, 3 }, false, new long[] { -1, 3 }, true, new long[] { 2, 3 })] // has the batch already
    [InlineData(new long[] { 1, 3 }, true, new long[] { 3 }, false, new long[] { 3 })] // one item of a batch
    [InlineData(new long[] { 2, 3 }, true, new long[] { 3 }, false, new long[] { 2, 3 })] // several can't be one: the model will refuse them
    [InlineData(new long[] { 1, 3 }, true, new long[] { -1, 3 }, false, new long[] { 1, 3 })] // takes the whole
    [InlineData(new long[] { 1, 3 }, true, new long[] { -1, 3 }, true, new long[] { 1, 3 })]
    public void The_batch_dimension_comes_and_goes(long[] shape, bool isBatched, long[] wanted, bool batches, long[] expected) =>
        Assert.Equal(expected, TensorShapes.Convert([.. shape], isBatched, Graphs.Tensor("x", wanted), batches));
}
