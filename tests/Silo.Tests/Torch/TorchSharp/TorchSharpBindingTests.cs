namespace OrleansInference.Torch;

public class TorchSharpBindingTests
{
    [Fact]
    public async Task A_long_mixed_tuple_is_refused_which_TorchSharp_would_take_for_numbers() =>
        Assert.Contains("more than five", await TorchPrograms.LoadFailure(TorchPrograms.PathOf("LongMixedTuple")));
}
