using OrleansInference.Inference;

namespace OrleansInference.Work;

public sealed class WorkFeaturesTests
{
    private static readonly InferenceRequest Text = new()
    {
        Model = "text",
        Inputs = [Sample.Tensor("ids", [2, 5]), Sample.Tensor("mask", [2, 5]), Sample.Tensor("kind", [2, 1])],
    };

    [Fact]
    public void A_request_counts_items_elements_and_the_squared_length_of_its_largest_input() =>
        Assert.Equal(new WorkFeatures(2, 22, 50), WorkFeatures.Of(Text));

    [Fact]
    public void A_request_to_a_model_that_does_not_batch_is_one_item() =>
        Assert.Equal(new WorkFeatures(1, 22, 100), WorkFeatures.Of(Text, batches: false));

    [Fact]
    public void A_scalar_is_an_item_of_one_element() =>
        Assert.Equal(new WorkFeatures(1, 1, 1), WorkFeatures.Of(new InferenceRequest { Model = "m", Inputs = [Sample.Tensor("x", [])] }));

    [Fact]
    public void A_batch_is_the_sum_of_its_requests() =>
        Assert.Equal(new WorkFeatures(4, 44, 100), WorkFeatures.Of(Text) + WorkFeatures.Of(Text));
}
