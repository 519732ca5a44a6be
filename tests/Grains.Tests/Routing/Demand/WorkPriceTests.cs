using OrleansInference.Models;
using OrleansInference.Work;

namespace OrleansInference.Routing.Demand;

public sealed class WorkPriceTests
{
    [Theory]
    [InlineData(1, 1, 0.009)]
    [InlineData(4, 1, 0.003)] // a quarter of the base of 8 ms, and its own 1 ms
    [InlineData(4, 4, 0.012)]
    public void An_item_bears_its_share_of_a_full_batch(int batchSize, int items, double seconds) =>
        Assert.Equal(seconds, new WorkPrice(new WorkCoefficients(0.008, 0.001, 0, 0), batchSize, Slowness: 1).Of(new WorkFeatures(items, 5, 5)), 1e-12);

    [Fact]
    public void Work_is_counted_in_seconds_of_the_replicas_that_there_are_on_average()
    {
        using var test = new RoutesUnderTest();
        // In a second one of them does what takes the fastest a second, the other two a third of it each.
        test.Update(test.Report(1), test.Report(2, slowness: 3, ready: 2));

        Assert.Equal(3 / (1 + (2 / 3.0)), test.Demand.Price!.Value.Slowness, 1e-9);
        Assert.Equal(0.01 * 3 / (1 + (2 / 3.0)), test.Demand.Price.Value.Of(new WorkFeatures(1, 1, 1)), 1e-9);
    }

    [Fact]
    public void Requests_of_a_model_that_batches_stay_so_while_it_has_no_pool()
    {
        using var test = new RoutesUnderTest(batching: new BatchingSpec(4, TimeSpan.Zero, 0));
        test.Update(test.Report(1) with { BatchSize = 4, Cost = new WorkCoefficients(0.008, 0, 0, 0) });
        test.Update();
        test.Routes.Claim(Sample.Request([1], [2]), [], cameAt: test.Time.GetTimestamp());

        Assert.Equal(0.004, test.Demand.Read(0, default)!.WorkSeconds, 1e-12);
    }
}
