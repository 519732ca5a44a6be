using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Tests.Protocol.Grpc;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1n", 1)] // one tick is 100 ns, and no time-out is rounded down to none
    [InlineData("0n", 0)]
    [InlineData("101n", 2)]
    [InlineData("7u", 70)]
    [InlineData("250m", 2_500_000)]
    [InlineData("3S", 30_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("99999999H", 99_999_999L * 36_000_000_000)]
    [InlineData("00000003S", 30_000_000)]
    public void Every_unit_is_read(string text, long ticks)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("5s")]
    [InlineData("-5S")]
    [InlineData("+5S")]
    [InlineData(" 5S")]
    [InlineData("5.0S")]
    [InlineData("123456789S")]
    [InlineData("\u0665S")]
    public void Other_texts_are_refused(string text) => Assert.False(GrpcTimeout.TryParse(text, out _));

    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-5, "1n")]
    [InlineData(1, "100n")]
    [InlineData(999_999, "99999900n")]
    [InlineData(1_000_000, "100000u")]
    [InlineData(1_000_001, "100001u")]
    [InlineData(10_000_000, "1000000u")]
    [InlineData(999_999_990, "99999999u")]
    [InlineData(999_999_991, "100000m")]
    [InlineData(864_000_000_000, "86400000m")]
    [InlineData(long.MaxValue, "99999999H")]
    public void The_finest_unit_that_fits_is_written_and_rounded_up(long ticks, string text) =>
        Assert.Equal(text, GrpcTimeout.Format(new TimeSpan(ticks)));

    [Fact]
    public void What_is_written_is_read_as_the_same_or_a_little_more()
    {
        var random = new Random(3);
        for (var i = 0; i < 100_000; i++)
        {
            var ticks = random.NextInt64(long.MaxValue) >> random.Next(63);
            var text = GrpcTimeout.Format(new TimeSpan(ticks));
            Assert.InRange(text.Length, 2, GrpcTimeout.MaxChars);
            Assert.True(GrpcTimeout.TryParse(text, out var timeout));
            if (text != "99999999H")
                Assert.InRange(timeout.Ticks, ticks, ticks + Math.Max(1, ticks / 90_000));
        }
    }
}
