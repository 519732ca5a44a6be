namespace OrleansInference.Cli.Images;

public sealed class AreaResizerTests
{
    [Theory]
    [InlineData(8, 8, 8, 1)]
    [InlineData(8, 8, 7, 3)]
    [InlineData(3, 5, 2, 1)]
    public void Repeated_pixels_come_back_exactly(int width, int height, int times, int channels)
    {
        var random = new Random(7);
        var small = new Image(width, height, channels, [.. Enumerable.Range(0, width * height * channels).Select(_ => random.Next(256) / 255f)]);
        var large = new Image(width * times, height * times, channels, new float[small.Samples.Length * times * times]);
        for (var i = 0; i < large.Samples.Length; i++)
        {
            var (x, y) = (i / channels % large.Width / times, i / channels / large.Width / times);
            large.Samples[i] = small.Samples[(((y * width) + x) * channels) + (i % channels)];
        }

        Assert.Equal(small.Samples, AreaResizer.Resize(large, width, height).Samples);
    }

    [Fact]
    public void Pixels_count_by_the_area_that_is_covered() =>
        Assert.Equal(
            [(1 + (0.5f * 4)) / 1.5f, ((0.5f * 4) + 7) / 1.5f],
            AreaResizer.Resize(new Image(3, 1, 1, [1, 4, 7]), 2, 1).Samples);

    [Fact]
    public void Enlarging_repeats_pixels() =>
        Assert.Equal([0, 0, 1, 1, 0, 0, 1, 1], AreaResizer.Resize(new Image(2, 1, 1, [0, 1]), 4, 2).Samples);

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(17)]
    public void The_mean_of_the_image_stays(int size)
    {
        var random = new Random(size);
        var image = new Image(13, 11, 1, [.. Enumerable.Range(0, 13 * 11).Select(_ => random.NextSingle())]);
        Assert.Equal(image.Samples.Average(), AreaResizer.Resize(image, size, size).Samples.Average(), 1e-5);
    }
}
