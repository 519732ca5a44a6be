namespace OrleansInference.Work;

public sealed class CostModelTests
{
    private const int Seeds = 300;

    [Fact]
    public void An_affine_cost_is_found_under_noise() => Converges(SimulatedCost.Affine, SimulatedCost.FixedLength);

    [Fact]
    public void A_quadratic_cost_is_found_under_noise() => Converges(SimulatedCost.Quadratic, SimulatedCost.AnyLength);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public void A_cost_that_changes_is_followed(double factor)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var truth = SimulatedCost.Quadratic(random);
            var model = new CostModel();
            Teach(model, truth, SimulatedCost.AnyLength, 1000, random);
            truth = truth.Times(factor);
            Teach(model, truth, SimulatedCost.AnyLength, 1000, random);
            AssertClose(model, truth, SimulatedCost.AnyLength, random, seed);
        }
    }

    [Fact]
    public void Nothing_makes_an_estimate_negative()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var model = new CostModel();
            for (var batch = 0; batch < 300; batch++)
            {
                // What takes less time the more of it there is, or anything at all.
                var features = Any(random);
                model.Learn(features, random.Next(2) == 0 ? 1 / (1 + features.Items) : AnyNumber(random, -12, 4));
                var asked = Any(random);
                Assert.True(double.IsFinite(model.Estimate(asked)) && model.Estimate(asked) >= 0, $"Seed {seed}, batch {batch}: {asked} costs {model.Estimate(asked)}.");
                Assert.InRange(model.Error, 0, 1);
            }
        }
    }

    [Fact]
    public void Equal_batches_for_ever_leave_what_others_cost()
    {
        var random = new Random(1);
        var truth = SimulatedCost.Quadratic(random);
        var model = new CostModel();
        Teach(model, truth, SimulatedCost.AnyLength, 1000, random);
        var single = SimulatedCost.Of(1, 100);

        Teach(model, truth, _ => single, 100_000, random);

        AssertClose(model, truth, SimulatedCost.AnyLength, random, seed: 1);
    }

    [Fact]
    public void A_million_equal_batches_leave_it_able_to_learn()
    {
        var random = new Random(2);
        var truth = SimulatedCost.Quadratic(random);
        var model = new CostModel();
        Teach(model, truth, _ => SimulatedCost.Of(1, 100), 1_000_000, random);

        Teach(model, truth, SimulatedCost.AnyLength, 500, random);

        AssertClose(model, truth, SimulatedCost.AnyLength, random, seed: 2);
    }

    [Fact]
    public void A_pause_moves_the_estimate_little()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var truth = SimulatedCost.Affine(random);
            var model = new CostModel();
            Teach(model, truth, SimulatedCost.FixedLength, 500, random, noise: 0.05);
            var batch = SimulatedCost.FixedLength(random);

            model.Learn(batch, 100 * truth.Seconds(batch));

            AssertClose(model, truth, SimulatedCost.FixedLength, random, seed);
        }
    }

    [Fact]
    public void Pauses_again_and_again_leave_it_usable()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var truth = SimulatedCost.Quadratic(random);
            var model = new CostModel();
            for (var i = 0; i < 1000; i++)
            {
                var batch = SimulatedCost.AnyLength(random);
                model.Learn(batch, truth.Noisy(batch, random, noise: 0.1) * (i % 100 == 0 ? 100 : 1));
            }
            AssertClose(model, truth, SimulatedCost.AnyLength, random, seed, within: 0.2);
        }
    }

    [Fact]
    public void A_pause_in_the_first_batch_is_forgotten()
    {
        var truth = new SimulatedCost(1e-4, 1e-5, 0, 0);
        var random = new Random(3);
        var model = new CostModel();
        model.Learn(SimulatedCost.Of(1, 784), 1);
        Teach(model, truth, SimulatedCost.FixedLength, 300, random);
        AssertClose(model, truth, SimulatedCost.FixedLength, random, seed: 3);
    }

    [Fact]
    public void Sizes_between_and_beyond_those_seen_are_estimated_sanely()
    {
        var truth = new SimulatedCost(2e-4, 1e-4, 0, 0);
        var random = new Random(4);
        var model = new CostModel();
        Teach(model, truth, random => SimulatedCost.Of(random.Next(2) == 0 ? 1 : 32, 784), 400, random);
        for (var items = 2; items < 32; items++) Assert.InRange(truth.ErrorOf(model, SimulatedCost.Of(items, 784)), 0, 0.1);
        Assert.InRange(truth.ErrorOf(model, SimulatedCost.Of(128, 784)), 0, 0.15);
    }

    [Fact]
    public void One_size_says_that_a_larger_one_costs_more_but_no_more_than_in_proportion()
    {
        var model = new CostModel();
        for (var i = 0; i < 100; i++) model.Learn(SimulatedCost.Of(1, 784), 1e-3);
        var estimates = Enumerable.Range(1, 64).Select(items => model.Estimate(SimulatedCost.Of(items, 784))).ToList();
        Assert.Equal(1e-3, estimates[0], 1e-8);
        Assert.Equal(estimates.Order(), estimates);
        Assert.InRange(estimates[^1], 10e-3, 64e-3);
    }

    [Fact]
    public void Short_batches_are_estimated_as_closely_as_long_ones()
    {
        // 0.1 ms and 20 ms.
        var truth = new SimulatedCost(0, 0, 1e-6, 0);
        var random = new Random(5);
        var model = new CostModel();
        Teach(model, truth, random => random.Next(2) == 0 ? new WorkFeatures(1, 100, 10_000) : new WorkFeatures(40, 20_000, 1e7), 400, random);
        Assert.InRange(truth.ErrorOf(model, new WorkFeatures(1, 100, 10_000)), 0, 0.1);
        Assert.InRange(truth.ErrorOf(model, new WorkFeatures(40, 20_000, 1e7)), 0, 0.1);
    }

    [Fact]
    public void The_error_is_that_of_recent_estimates()
    {
        var truth = new SimulatedCost(1e-3, 1e-4, 0, 0);
        var random = new Random(6);
        var model = new CostModel();
        Teach(model, truth, SimulatedCost.FixedLength, 500, random, noise: 0);
        Assert.InRange(model.Error, 0, 0.001);

        Teach(model, truth, SimulatedCost.FixedLength, 500, random);
        Assert.InRange(model.Error, 0.12, 0.25); // the mean of |20 % noise| is 16 %
    }

    [Fact]
    public void Nothing_learned_costs_nothing()
    {
        var model = new CostModel();
        Assert.Equal((false, 0, 0), (model.HasLearned, model.Estimate(new WorkFeatures(1, 1, 1)), model.Error));
    }

    [Fact]
    public void Batches_that_take_no_time_cost_nothing_until_they_do()
    {
        var (model, batch) = (new CostModel(), new WorkFeatures(1, 1, 1));
        for (var i = 0; i < 100; i++) model.Learn(batch, 0);
        Assert.InRange(model.Estimate(batch), 0, 1e-8);
        for (var i = 0; i < 3000; i++) model.Learn(batch, 1);
        Assert.Equal(1, model.Estimate(batch), 0.01);
    }

    [Fact]
    public void Learning_and_estimating_allocate_nothing()
    {
        var (model, batch, request) = (new CostModel(), new WorkFeatures(1, 1, 1), Sample.Request([1, 2, 3]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) model.Learn(WorkFeatures.Of(request) + batch, 1 + model.Estimate(batch));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Converges(Func<Random, SimulatedCost> draw, Func<Random, WorkFeatures> batches)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var truth = draw(random);
            var model = new CostModel();
            Teach(model, truth, batches, 400, random);
            AssertClose(model, truth, batches, random, seed);
        }
    }

    private static void Teach(
        CostModel model, SimulatedCost truth, Func<Random, WorkFeatures> batches, int count, Random random, double noise = 0.2)
    {
        for (var i = 0; i < count; i++)
        {
            var batch = batches(random);
            model.Learn(batch, truth.Noisy(batch, random, noise));
        }
    }

    /// <summary>Nine of ten points are close; the others lie where few batches were.</summary>
    private static void AssertClose(
        CostModel model, SimulatedCost truth, Func<Random, WorkFeatures> batches, Random random, int seed, double within = 0.1)
    {
        var asked = Enumerable.Range(0, 100).Select(_ => batches(random)).Select(batch => (Batch: batch, Error: truth.ErrorOf(model, batch)))
            .OrderBy(each => each.Error).ToList();
        var (batch, error) = asked[90];
        Assert.True(error < within, $"Seed {seed}: {truth} at {batch} is {truth.Seconds(batch):G4} s, estimated {model.Estimate(batch):G4} s.");
    }

    private static WorkFeatures Any(Random random) => new(AnyNumber(random, 0, 5), AnyNumber(random, 0, 12), AnyNumber(random, 0, 20));

    private static double AnyNumber(Random random, int fromPower, int toPower) =>
        random.Next(10) == 0 ? 0 : Math.Pow(10, fromPower + ((toPower - fromPower) * random.NextDouble()));
}
