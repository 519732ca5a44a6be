using OrleansInference.Models;

namespace OrleansInference.Tests.Repository.Config;

public sealed class PaddingConfigTests : IDisposable
{
    private const string Tensors = """
        max_batch_size: 8
        input [
          { name: 'ids' data_type: TYPE_INT64 dims: -1 }, { name: 'mask' data_type: TYPE_FP32 dims: -1 },
          { name: 'image' data_type: TYPE_UINT8 dims: [ 3, -1, -1 ] }, { name: 'words' data_type: TYPE_STRING dims: -1 }
        ]
        output [ { name: 'hidden' data_type: TYPE_FP32 dims: [ -1, 256 ] }, { name: 'sum' data_type: TYPE_FP32 dims: 1 } ]
        """;

    private readonly TemporaryRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void Without_it_only_requests_of_equal_shape_share_a_batch() => Assert.Null(_repository.Spec(Tensors).Batching.Padding);

    [Fact]
    public void Entries_name_dimensions_without_the_batch_and_are_bound_with_it()
    {
        var spec = _repository.Spec(Tensors + Padding("ids[0]=0  mask[0]=-1e4\\n image[2]=255 image[1]=7 hidden[0]"));

        Assert.Equal(
            [new PaddedInput("ids", 1, 0), new PaddedInput("mask", 1, -10_000), new PaddedInput("image", 3, 255), new PaddedInput("image", 2, 7)],
            spec.Batching.Padding!.Inputs.ToArray());
        Assert.Equal([new PaddedOutput("hidden", 1)], spec.Batching.Padding.Outputs.ToArray());
        Assert.StartsWith("ids[0]=0", spec.Parameters["PADDING"], StringComparison.Ordinal);
    }

    [Fact]
    public void One_input_is_enough() => Assert.Empty(_repository.Spec(Tensors + Padding("ids[0]=0")).Batching.Padding!.Outputs);

    [Fact]
    public void A_tensors_name_may_have_brackets_and_signs_of_its_own()
    {
        var spec = _repository.Spec("max_batch_size: 2 input { name: 'a[1]=b' data_type: TYPE_FP32 dims: -1 } " + Padding("a[1]=b[0]=0.5"));

        Assert.Equal([new PaddedInput("a[1]=b", 1, 0.5)], spec.Batching.Padding!.Inputs.ToArray());
    }

    [Theory]
    [InlineData("TYPE_BOOL", "1")]
    [InlineData("TYPE_UINT8", "255")]
    [InlineData("TYPE_INT8", "-128")]
    [InlineData("TYPE_UINT16", "65535")]
    [InlineData("TYPE_INT16", "-32768")]
    [InlineData("TYPE_UINT32", "4294967295")]
    [InlineData("TYPE_INT32", "-2147483648")]
    [InlineData("TYPE_UINT64", "9007199254740992")]
    [InlineData("TYPE_INT64", "-9007199254740992")]
    [InlineData("TYPE_FP16", "-65504")]
    [InlineData("TYPE_BF16", "3.38e38")]
    [InlineData("TYPE_FP32", "3.4e38")]
    [InlineData("TYPE_FP64", "1e300")]
    public void Each_type_takes_its_own_values(string type, string value)
    {
        var padding = _repository.Spec(One(type) + Padding($"x[0]={value}")).Batching.Padding!;

        Assert.Equal(double.Parse(value), Assert.Single(padding.Inputs).Value);
    }

    [Theory]
    [InlineData("TYPE_FP16", "-inf", double.NegativeInfinity)]
    [InlineData("TYPE_FP32", "inf", double.PositiveInfinity)]
    public void A_mask_may_be_infinite(string type, string value, double expected) =>
        Assert.Equal(expected, Assert.Single(_repository.Spec(One(type) + Padding($"x[0]={value}")).Batching.Padding!.Inputs).Value);

    [Theory]
    [InlineData("TYPE_BOOL", "2", "an integer from 0 to 1 as the value, because x is BOOL")]
    [InlineData("TYPE_UINT8", "-1", "an integer from 0 to 255 as the value, because x is UINT8")]
    [InlineData("TYPE_INT8", "128", "an integer from -128 to 127")]
    [InlineData("TYPE_UINT16", "65536", "an integer from 0 to 65535")]
    [InlineData("TYPE_INT16", "32768", "an integer from -32768 to 32767")]
    [InlineData("TYPE_UINT32", "4294967296", "an integer from 0 to 4294967295")]
    [InlineData("TYPE_INT32", "0.5", "an integer from -2147483648 to 2147483647")]
    [InlineData("TYPE_UINT64", "-1", "an integer from 0 to 9007199254740992")]
    [InlineData("TYPE_INT64", "1e17", "an integer from -9007199254740992 to 9007199254740992")]
    [InlineData("TYPE_INT64", "inf", "an integer from -9007199254740992 to 9007199254740992")]
    [InlineData("TYPE_FP16", "65505", "inf, -inf, or a number from -65504 to 65504")]
    [InlineData("TYPE_BF16", "3.4e38", "inf, -inf, or a number from -3.3895313892515355E+38 to 3.3895313892515355E+38")]
    [InlineData("TYPE_FP32", "1e39", "inf, -inf, or a number from -3.4028234663852886E+38 to 3.4028234663852886E+38")]
    [InlineData("TYPE_FP64", "1e999", "inf, -inf, or a number from")]
    [InlineData("TYPE_FP32", "nan", "inf, -inf, or a number from")]
    [InlineData("TYPE_FP32", "zero", "inf, -inf, or a number from")]
    public void A_value_that_the_type_does_not_have_is_refused(string type, string value, string allowed) => Assert.Contains(
        $"of PADDING has \"x[0]={value}\"; allowed: {allowed}", _repository.Reason(One(type) + Padding($"x[0]={value}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("nope[0]=0", "has \"nope[0]=0\"; allowed: ids[0], mask[0], image[1], image[2], with a value, the dimensions of inputs that hold numbers and whose size is -1")]
    [InlineData("ids[1]=0", "has \"ids[1]=0\"; allowed: ids[0], mask[0]")]
    [InlineData("image[0]=0", "has \"image[0]=0\"; allowed: ids[0], mask[0]")]
    [InlineData("words[0]=0", "has \"words[0]=0\"; allowed: ids[0], mask[0]")]
    [InlineData("hidden[0]=0 ids[0]=0", "has \"hidden[0]=0\"; allowed: ids[0], mask[0]")]
    [InlineData("ids[0]", "has \"ids[0]\"; allowed: hidden[0], without a value, the dimensions of outputs that hold numbers and whose size is -1")]
    [InlineData("hidden[1] ids[0]=0", "has \"hidden[1]\"; allowed: hidden[0], without a value")]
    [InlineData("sum[0] ids[0]=0", "has \"sum[0]\"; allowed: hidden[0], without a value")]
    [InlineData("ids[0]=0 ids[0]=1", "has \"ids[0]=1\"; allowed: each dimension once")]
    [InlineData("ids[0]=0 hidden[0] hidden[0]", "has \"hidden[0]\"; allowed: each dimension once")]
    [InlineData("hidden[0]", "of PADDING is \"hidden[0]\"; allowed: at least one input[dim]=value")]
    [InlineData("", "of PADDING is \"\"; allowed: at least one input[dim]=value")]
    public void A_dimension_that_can_not_be_padded_is_refused(string padding, string expected) =>
        Assert.Contains(expected, _repository.Reason(Tensors + Padding(padding)), StringComparison.Ordinal);

    [Theory]
    [InlineData("ids")]
    [InlineData("ids[]=0")]
    [InlineData("ids[-1]=0")]
    [InlineData("ids[0]=")]
    [InlineData("ids[0]:0")]
    [InlineData("[0]=0")]
    [InlineData("ids]0[=0")]
    [InlineData("ids[99999999999]=0")]
    public void What_is_no_entry_is_refused_with_the_form_of_one(string written) => Assert.Contains(
        $"of PADDING has \"{written}\"; allowed: input[dim]=value for a dimension and what it is padded with, output[dim] for one that is cut back",
        _repository.Reason(Tensors + Padding(written)), StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_told_at_once_with_its_place() => Assert.Equal(
        "config.pbtxt is wrong: 2:51 parameters[0].value.string_value of PADDING has \"y[0]=0\"; allowed: x[0], with a value, the dimensions of inputs that hold numbers and whose size is -1; " +
        "2:51 parameters[0].value.string_value of PADDING has \"z[0]\"; allowed: none, without a value, the dimensions of outputs that hold numbers and whose size is -1",
        _repository.Reason("max_batch_size: 2 input { name: 'x' data_type: TYPE_FP32 dims: -1 }\n" + Padding("x[0]=0 y[0]=0 z[0]")));

    [Theory]
    [InlineData("max_batch_size: 1 input { name: 'x' data_type: TYPE_FP32 dims: -1 }", "max_batch_size is 1")]
    [InlineData("input { name: 'x' data_type: TYPE_FP32 dims: [ -1, -1 ] }", "max_batch_size is 0")]
    [InlineData("", "max_batch_size is 0")]
    public void A_model_without_batches_needs_no_padding(string tensors, string expected) => Assert.EndsWith(
        $"of PADDING needs batches, and {expected}; allowed: a max_batch_size of at least 2", _repository.Reason(tensors + Padding("x[0]=0")), StringComparison.Ordinal);

    private static string One(string type) => $"max_batch_size: 2 input {{ name: 'x' data_type: {type} dims: -1 }}";

    private static string Padding(string value) => $"parameters {{ key: 'PADDING' value {{ string_value: '{value}' }} }}";
}
