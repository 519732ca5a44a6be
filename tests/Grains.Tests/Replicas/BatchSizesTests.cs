namespace OrleansInference.Replicas;

public sealed class BatchSizesTests
{
    private readonly BatchSizes _sizes = new();

    [Fact]
    public void Any_size_is_tried_at_first() => Assert.Equal(int.MaxValue, _sizes.Limit(512, manyWait: false));

    [Fact]
    public void A_size_whose_items_take_longer_each_is_avoided_for_items_of_that_length()
    {
        Learn(length: 512, items: 1, milliseconds: 82);
        Learn(length: 512, items: 2, milliseconds: 197);
        Learn(length: 16, items: 1, milliseconds: 4.7);
        Learn(length: 16, items: 16, milliseconds: 33);

        Assert.Equal(1, _sizes.Limit(512, manyWait: true));
        Assert.Equal(int.MaxValue, _sizes.Limit(16, manyWait: false));
    }

    [Fact]
    public void A_batch_that_gains_nothing_is_for_when_many_wait()
    {
        Learn(length: 128, items: 2, milliseconds: 33);
        Learn(length: 128, items: 4, milliseconds: 68);
        Assert.Equal(int.MaxValue, _sizes.Limit(128, manyWait: true));
        Assert.Equal(3, _sizes.Limit(128, manyWait: false));
    }

    [Fact]
    public void What_was_too_slow_once_is_tried_again_some_day()
    {
        Learn(length: 512, items: 1, milliseconds: 82);
        Learn(length: 512, items: 2, milliseconds: 197);
        for (var i = 0; i < 1000 && _sizes.Limit(512, manyWait: true) == 1; i++) Learn(length: 512, items: 1, milliseconds: 82);
        Assert.Equal(int.MaxValue, _sizes.Limit(512, manyWait: true));
    }

    private void Learn(double length, int items, double milliseconds) => _sizes.Add(items, length, TimeSpan.FromMilliseconds(milliseconds));
}
