using OrleansInference.Models;

namespace OrleansInference.Tests.Repository.Config;

public sealed class TensorConfigTests : IDisposable
{
    private const string Input = "input { name: 'x' data_type: TYPE_FP32 dims: [ 4, -1 ] }\n";

    private readonly TemporaryRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void Tensors_of_a_model_that_does_not_batch_have_the_shape_of_their_dims()
    {
        var signature = _repository.Spec(Input + "output [ { name: 'y' data_type: TYPE_INT64 dims: 2 } ]").DeclaredSignature!;

        var input = Assert.Single(signature.Inputs);
        Assert.Equal("x", input.Name);
        Assert.Equal(TensorDataType.Fp32, input.DataType);
        Assert.Equal([4, -1], input.Shape.ToArray());
        Assert.False(input.Optional);
        var output = Assert.Single(signature.Outputs);
        Assert.Equal(TensorDataType.Int64, output.DataType);
        Assert.Equal([2], output.Shape.ToArray());
        Assert.Empty(output.Labels);
        Assert.Equal(0, signature.MaxBatchSize);
        Assert.Equal("pytorch_libtorch", signature.Platform);
    }

    [Fact]
    public void Tensors_of_a_model_that_batches_have_the_batch_dimension_first()
    {
        var signature = _repository.Spec("max_batch_size: 8 " + Input).DeclaredSignature!;

        Assert.Equal(8, signature.MaxBatchSize);
        Assert.Equal([-1, 4, -1], signature.Inputs[0].Shape.ToArray());
    }

    [Theory]
    [InlineData("TYPE_BOOL", TensorDataType.Bool)]
    [InlineData("TYPE_UINT8", TensorDataType.UInt8)]
    [InlineData("TYPE_UINT16", TensorDataType.UInt16)]
    [InlineData("TYPE_UINT32", TensorDataType.UInt32)]
    [InlineData("TYPE_UINT64", TensorDataType.UInt64)]
    [InlineData("TYPE_INT8", TensorDataType.Int8)]
    [InlineData("TYPE_INT16", TensorDataType.Int16)]
    [InlineData("TYPE_INT32", TensorDataType.Int32)]
    [InlineData("TYPE_INT64", TensorDataType.Int64)]
    [InlineData("TYPE_FP16", TensorDataType.Fp16)]
    [InlineData("TYPE_FP32", TensorDataType.Fp32)]
    [InlineData("TYPE_FP64", TensorDataType.Fp64)]
    [InlineData("TYPE_STRING", TensorDataType.Bytes)]
    [InlineData("TYPE_BF16", TensorDataType.Bf16)]
    [InlineData("13", TensorDataType.Bytes)]
    [InlineData("14", TensorDataType.Bf16)]
    public void Every_type_is_known_by_name_and_number(string written, TensorDataType type) =>
        Assert.Equal(type, _repository.Spec($"input {{ name: 'x' data_type: {written} dims: 1 }}").DeclaredSignature!.Inputs[0].DataType);

    [Theory]
    [InlineData("FP32")]
    [InlineData("TYPE_INVALID")]
    [InlineData("0")]
    [InlineData("15")]
    [InlineData("'TYPE_FP32'")]
    public void Another_type_is_refused_with_the_allowed_ones(string written) =>
        Assert.Contains("allowed: TYPE_BOOL, TYPE_UINT8,", _repository.Reason($"input {{ name: 'x' data_type: {written} dims: 1 }}"), StringComparison.Ordinal);

    [Fact]
    public void An_optional_input_is_optional() =>
        Assert.True(_repository.Spec("input { name: 'x' data_type: TYPE_FP32 dims: 1 optional: true }").DeclaredSignature!.Inputs[0].Optional);

    [Fact]
    public void All_that_is_wrong_is_told_at_once_with_its_place()
    {
        var reason = _repository.Reason("max_batch_size: -1\ninput {\n  dims: [ 0, 3, -2 ]\n}\noutput { name: 'y' data_type: TYPE_F32 dims: 'x' }");

        Assert.Equal(
            "config.pbtxt is wrong: 1:17 max_batch_size is -1; allowed: an integer from 0 to 2147483647; " +
            "2:7 input[0].name is missing; allowed: a text that is not empty; " +
            "2:7 input[0].data_type is missing; allowed: TYPE_BOOL, TYPE_UINT8, TYPE_UINT16, TYPE_UINT32, TYPE_UINT64, TYPE_INT8, TYPE_INT16, TYPE_INT32, TYPE_INT64, TYPE_FP16, TYPE_FP32, TYPE_FP64, TYPE_STRING, TYPE_BF16; " +
            "3:11 input[0].dims[0] is 0; allowed: -1 for any size, or an integer of at least 1; " +
            "3:17 input[0].dims[2] is -2; allowed: -1 for any size, or an integer of at least 1; " +
            "5:31 output[0].data_type is TYPE_F32; allowed: TYPE_BOOL, TYPE_UINT8, TYPE_UINT16, TYPE_UINT32, TYPE_UINT64, TYPE_INT8, TYPE_INT16, TYPE_INT32, TYPE_INT64, TYPE_FP16, TYPE_FP32, TYPE_FP64, TYPE_STRING, TYPE_BF16; " +
            "5:46 output[0].dims[0] is \"x\"; allowed: -1 for any size, or an integer of at least 1",
            reason);
    }

    [Theory]
    [InlineData("input { name: 'x' data_type: TYPE_FP32 }", "1:7 input[0].dims is missing")]
    [InlineData("input { name: 'x' data_type: TYPE_FP32 dims: [] }", "1:7 input[0].dims is missing")]
    [InlineData(Input + Input, "2:15 input[1].name is \"x\"; allowed: a name that no other input has")]
    [InlineData("output { name: 'y' data_type: TYPE_FP32 dims: 1 }", "1:1 input is missing")]
    [InlineData("max_batch_size: 4", "1:1 input is missing; max_batch_size is 4")]
    [InlineData("input: 5", "1:8 input[0] is 5; allowed: a message in braces")]
    [InlineData("input { name: 'x' data_type: TYPE_FP32 dims: 1 is_shape_tensor: true }", "input[0].is_shape_tensor is not supported")]
    [InlineData("input { name: 'x' data_type: TYPE_FP32 dims: -1 allow_ragged_batch: true }", "1:49 input[0].allow_ragged_batch is not supported: requests are not joined into one dimension; the parameter PADDING lets")]
    [InlineData("input { name: 'x' data_type: TYPE_FP32 dims: 1 reshape { shape: [] } }", "1:56 input[0].reshape is not supported: the program gets the shape that dims declares, [1]")]
    [InlineData("input { name: 'x' name: 'y' data_type: TYPE_FP32 dims: 1 }", "1:19 input[0].name is given again; it may stand once, and does at 1:9")]
    public void A_signature_that_can_not_be_kept_is_refused(string config, string expected) =>
        Assert.Contains(expected, _repository.Reason(config), StringComparison.Ordinal);

    [Fact]
    public void A_reshape_that_changes_nothing_is_accepted() =>
        Assert.NotNull(_repository.Spec("input { name: 'x' data_type: TYPE_FP32 dims: [2, 3] reshape { shape: [2, 3] } }"));

    [Fact]
    public void Labels_are_the_lines_of_the_file_beside_the_config()
    {
        var entry = _repository.With("m/labels.txt", "zero\r\none\n\nthree\n").Configured(Input + Output(4));

        Assert.Equal(["zero", "one", "", "three"], entry.Spec!.DeclaredSignature!.Outputs[0].Labels.ToArray());
        Assert.Empty(entry.Warnings);
    }

    [Fact]
    public void Labels_that_do_not_match_the_output_are_a_warning()
    {
        var entry = _repository.With("m/labels.txt", "zero\none").Configured("max_batch_size: 2 " + Input + Output(3));

        Assert.Equal(["config.pbtxt:2:65 labels.txt has 2 labels for the 3 elements of 'y'"], entry.Warnings.ToArray());
    }

    [Fact]
    public void An_empty_name_of_a_file_of_labels_is_none() =>
        Assert.Empty(_repository.Spec(Input + "output { name: 'y' data_type: TYPE_FP32 dims: 1 label_filename: '' }").DeclaredSignature!.Outputs[0].Labels);

    [Fact]
    public void A_missing_file_of_labels_is_refused() =>
        Assert.Equal("config.pbtxt is wrong: 2:65 output[0].label_filename can't be used: labels.txt is missing", _repository.Reason(Input + Output(3)));

    [Theory]
    [InlineData("../labels.txt")]
    [InlineData("/etc/hostname")]
    public void Labels_outside_the_models_directory_are_refused(string file) =>
        Assert.Contains($"'{file}' is not a path within the model's directory", _repository.Reason(Input + Output(3).Replace("labels.txt", file, StringComparison.Ordinal)), StringComparison.Ordinal);

    private static string Output(int size) => $"output {{ name: 'y' data_type: TYPE_FP32 dims: {size} label_filename: 'labels.txt' }}";
}
