using System.Collections.Immutable;

namespace OrleansInference.Models.Managed;

public class TimedModelTests
{
    private static ModelSpec Spec(params (string Key, string Value)[] parameters) => Sample.Spec() with
    {
        Backend = "managed",
        Parameters = parameters.ToImmutableDictionary(parameter => parameter.Key, parameter => parameter.Value),
    };

    [Fact]
    public async Task It_takes_its_service_time_on_the_given_clock_and_returns_its_input()
    {
        var time = new ManualTime();
        var model = new TimedModel(Spec(("base_seconds", "0.5"), ("item_seconds", "0.25"), ("element_seconds", "0.125")), time);
        var run = model.RunAsync([Sample.Tensor("INPUT", [2, 3], 1, 2, 3, 4, 5, 6)]).AsTask();
        var serviceTime = TimeSpan.FromSeconds(0.5 + (2 * 0.25) + (6 * 0.125));
        time.Advance(serviceTime - TimeSpan.FromTicks(1));
        Assert.False(run.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));
        var output = Assert.Single(await run.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("OUTPUT", output.Name);
        Assert.Equal([1, 2, 3, 4, 5, 6], Sample.Floats(output));
    }

    [Fact]
    public async Task Its_output_does_not_share_the_inputs_memory()
    {
        var input = Sample.Tensor("INPUT", [1, 1], 1);
        var outputs = await new TimedModel(Spec(), new ManualTime()).RunAsync([input]);
        Assert.False(outputs[0].Data.Span.Overlaps(input.Data.Span));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("fast")]
    [InlineData("NaN")]
    [InlineData("1e9")]
    public void A_time_that_is_none_is_refused_with_what_is_allowed(string text)
    {
        var exception = Assert.Throws<FormatException>(() => new TimedModel(Spec(("item_seconds", text)), new ManualTime()));
        Assert.Equal($"The parameter item_seconds is '{text}'; allowed is a number of seconds from 0 to 1000000.", exception.Message);
    }
}
