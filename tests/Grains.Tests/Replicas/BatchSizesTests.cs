namespace OrleansInference.Replicas;

public sealed class BatchSizesTests
{
    private readonly BatchSizes _sizes = new();

    [Fact]
    public void Any_size_is_tried_at_first() => Assert.Equal(int.MaxValue, _sizes.Limit(512));

    [Fact]
    public void A_size_whose_items_take_longer_each_is_avoided_for_items_of_that_length()
    {
        Learn(length: 512, items: 1, milliseconds: 82);
        Learn(length: 512, items: 2, milliseconds: 197);
        Learn(length: 16, items: 1, milliseconds: 4.7);
        Learn(length: 16, items: 16, milliseconds: 33);

        Assert.Equal(1, _sizes.Limit(512));
        Assert.Equal(int.MaxValue, _sizes.Limit(16));
    }

    [Fact]
    public void Noise_below_the_tolerance_counts_as_equal()
    {
        Learn(length: 128, items: 2, milliseconds: 33);
        Learn(length: 128, items: 4, milliseconds: 68);
        Assert.Equal(int.MaxValue, _sizes.Limit(128));
    }

    [Fact]
    public void What_was_too_slow_once_is_tried_again_some_day()
    {
        Learn(length: 512, items: 1, milliseconds: 82);
        Learn(length: 512, items: 2, milliseconds: 197);
        for (var i = 0; i < 1000 && _sizes.Limit(512) == 1; i++) Learn(length: 512, items: 1, milliseconds: 82);
        Assert.Equal(int.MaxValue, _sizes.Limit(512));
    }

    private void Learn(double length, int items, double milliseconds) => _sizes.Add(items, length, TimeSpan.FromMilliseconds(milliseconds));
}
