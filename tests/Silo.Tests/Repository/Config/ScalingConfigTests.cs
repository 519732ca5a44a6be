using OrleansInference.Autoscaling;

namespace OrleansInference.Tests.Repository.Config;

public sealed class ScalingConfigTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void A_model_that_says_nothing_is_scaled_where_the_settings_say_so()
    {
        Assert.Null(_repository.Configured("").Spec!.Scaling);
        Assert.Equal(new ScalingSpec { MaxReplicas = 4 }, _repository.Configured("", autoscaler: new AutoscalerOptions { Enabled = true, MaxReplicas = 4 }).Spec!.Scaling);
    }

    [Fact]
    public void So_is_one_without_a_configuration()
    {
        _repository.With("m/1/model.pt");
        Assert.Null(Assert.Single(_repository.Scan()).Spec!.Scaling);
        Assert.Equal(new ScalingSpec(), Assert.Single(_repository.Scan(autoscaler: new AutoscalerOptions { Enabled = true })).Spec!.Scaling);
    }

    [Fact]
    public void A_model_says_what_is_its_own_over_the_settings()
    {
        var options = new AutoscalerOptions { MaxReplicas = 4, CostPerHour = 2 };
        Assert.Equal(
            new ScalingSpec { MinReplicas = 2, MaxReplicas = 8, CostPerHour = 2, TargetP99 = TimeSpan.FromMilliseconds(200) },
            _repository.Configured(Scaling("min=2 max=8 target_p99_milliseconds=200"), autoscaler: options).Spec!.Scaling);
    }

    [Fact]
    public void A_model_can_be_left_alone() =>
        Assert.Null(_repository.Configured(Scaling("none"), autoscaler: new AutoscalerOptions { Enabled = true }).Spec!.Scaling);

    [Fact]
    public void A_schedule_stands_in_quotes_within_the_text() =>
        Assert.Equal(
            new ScalingSchedule("0 8 * * 1-5", TimeSpan.FromHours(10), 4),
            Assert.Single(_repository.Configured("parameters { key: 'SCALING' value { string_value: 'schedule=\"0 8 * * 1-5/10h/4\"' } }").Spec!.Scaling!.Schedules));

    [Fact]
    public void All_that_is_wrong_is_told_with_its_place()
    {
        var reason = _repository.Reason(Scaling("min=0 speed=9"));
        Assert.Contains("of SCALING has min=0; allowed: an integer from 1 to 1000000", reason, StringComparison.Ordinal);
        Assert.Contains("of SCALING has \"speed=9\"; allowed: min, max,", reason, StringComparison.Ordinal);
    }

    private static string Scaling(string text) => $"parameters {{ key: \"SCALING\" value {{ string_value: \"{text}\" }} }}";
}
