using System.Runtime.InteropServices;
using OrleansInference.Models;

namespace OrleansInference.Tests.Repository.Config;

public sealed class WarmUpConfigTests : IDisposable
{
    private const string Batches = "max_batch_size: 8 input { name: 'x' data_type: TYPE_FP32 dims: [ 2, -1 ] }\n";

    private readonly TemporaryRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void A_sample_is_a_request_of_its_batch_size_as_often_as_it_says()
    {
        var warmUp = _repository.Spec(Batches + Sample("x", "TYPE_FP32", "2, 3", "zero_data: true", "name: 's' batch_size: 4 count: 3")).WarmUp;

        Assert.Equal(3, warmUp.Length);
        var tensor = Assert.Single(warmUp[0]);
        Assert.Equal("x", tensor.Name);
        Assert.Equal(TensorDataType.Fp32, tensor.DataType);
        Assert.Equal([4, 2, 3], tensor.Shape.ToArray());
        Assert.Equal(new byte[4 * 2 * 3 * 4], tensor.Data.ToArray());
    }

    [Fact]
    public void Random_floats_lie_between_zero_and_one_and_are_the_same_each_time()
    {
        var config = Batches + Sample("x", "TYPE_FP32", "2, 50", "random_data: true");

        var first = _repository.Spec(config).WarmUp[0][0].Data;

        var numbers = MemoryMarshal.Cast<byte, float>(first.Span).ToArray();
        Assert.All(numbers, number => Assert.InRange(number, 0, 1));
        Assert.True(numbers.Distinct().Count() > 50);
        Assert.Equal(first.ToArray(), _repository.Spec(config).WarmUp[0][0].Data.ToArray());
    }

    [Theory]
    [InlineData("TYPE_BOOL", 1)]
    [InlineData("TYPE_UINT8", 1)]
    [InlineData("TYPE_INT16", 2)]
    [InlineData("TYPE_INT64", 8)]
    public void Random_integers_are_zeros_and_ones(string type, int elementBytes)
    {
        var data = _repository.Spec(Sample("x", type, "64", "random_data: true")).WarmUp[0][0].Data.ToArray();

        Assert.Equal(64 * elementBytes, data.Length);
        var elements = data.Chunk(elementBytes).ToArray();
        Assert.All(elements, element => Assert.All(element.Skip(1), part => Assert.Equal(0, part)));
        Assert.Equal("0 1", string.Join(' ', elements.Select(element => element[0]).Distinct().Order()));
    }

    [Theory]
    [InlineData("TYPE_FP16")]
    [InlineData("TYPE_BF16")]
    [InlineData("TYPE_FP64")]
    public void Random_numbers_of_other_widths_are_not_above_one(string type)
    {
        var tensor = _repository.Spec(Sample("x", type, "64", "random_data: true")).WarmUp[0][0];

        var bytes = tensor.Data.Span;
        double[] numbers = type switch
        {
            "TYPE_FP16" => [.. MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(number => (double)number)],
            "TYPE_BF16" => [.. MemoryMarshal.Cast<byte, ushort>(bytes).ToArray().Select(half => (double)BitConverter.UInt32BitsToSingle((uint)half << 16))],
            _ => MemoryMarshal.Cast<byte, double>(bytes).ToArray(),
        };
        Assert.Equal(64, numbers.Length);
        Assert.All(numbers, number => Assert.InRange(number, 0, 1));
        Assert.True(numbers.Distinct().Count() > 32);
    }

    [Fact]
    public void Random_texts_are_empty_ones() =>
        Assert.Equal(new byte[5 * 4], _repository.Spec(Sample("x", "TYPE_STRING", "5", "random_data: true")).WarmUp[0][0].Data.ToArray());

    [Fact]
    public void A_file_gives_the_elements_of_each_item_of_the_batch()
    {
        _repository.WithBytes("m/warmup/two", [1, 2, 3, 4, 5, 6, 7, 8]);

        var tensor = _repository.Spec(Batches + Sample("x", "TYPE_FP32", "2, 1", "input_data_file: 'two'", "batch_size: 2")).WarmUp[0][0];

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8], tensor.Data.ToArray());
    }

    [Fact]
    public void A_file_of_texts_has_their_lengths_before_them()
    {
        byte[] texts = [2, 0, 0, 0, 0x61, 0x62, 0, 0, 0, 0];
        _repository.WithBytes("m/warmup/texts", texts);

        Assert.Equal(texts, _repository.Spec(Sample("x", "TYPE_STRING", "2", "input_data_file: 'texts'")).WarmUp[0][0].Data.ToArray());
    }

    [Theory]
    [InlineData("TYPE_FP32", new byte[] { 1, 2, 3, 4 }, "the file has 4 bytes, 1 elements; expected 2 elements of FP32")]
    [InlineData("TYPE_FP32", new byte[] { 1, 2, 3 }, "the file has 3 bytes, which is no whole number of elements; expected 2 elements of FP32")]
    [InlineData("TYPE_STRING", new byte[] { 1, 0, 0, 0, 65 }, "the file has 5 bytes, 1 elements; expected 2 elements of BYTES")]
    [InlineData("TYPE_STRING", new byte[] { 9, 0, 0, 0, 65 }, "which is no whole number of elements")]
    [InlineData("TYPE_STRING", new byte[] { 255, 255, 255, 255, 65 }, "which is no whole number of elements")]
    [InlineData("TYPE_STRING", new byte[] { 1, 0 }, "which is no whole number of elements")]
    public void A_file_with_other_than_the_stated_elements_is_refused(string type, byte[] content, string expected) =>
        Assert.Contains(expected, _repository.WithBytes("m/warmup/f", content).Reason(Sample("x", type, "2", "input_data_file: 'f'")), StringComparison.Ordinal);

    [Fact]
    public void Inputs_come_in_the_order_of_the_signature_and_optional_ones_may_be_missing()
    {
        var config = "input [{ name: 'a' data_type: TYPE_FP32 dims: 1 }, { name: 'b' data_type: TYPE_FP32 dims: 1 optional: true }, { name: 'c' data_type: TYPE_FP32 dims: 1 }]" +
            $"model_warmup {{ batch_size: 1 {Input("c", "TYPE_FP32", "1", "zero_data: true")} {Input("a", "TYPE_FP32", "1", "zero_data: true")} }}";

        Assert.Equal(["a", "c"], _repository.Spec(config).WarmUp[0].Select(tensor => tensor.Name));
    }

    [Fact]
    public void A_sample_of_no_items_is_skipped_with_a_warning()
    {
        var entry = _repository.Configured(Sample("x", "TYPE_FP32", "1", "zero_data: true", "name: 's'"));

        Assert.Empty(entry.Spec!.WarmUp);
        Assert.Contains("model_warmup[0].batch_size is 0, so the sample is skipped", Assert.Single(entry.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", "TYPE_FP32", "2, 1", "zero_data: true", "batch_size: 1", "model_warmup[0].inputs is a message; allowed: keys \"x\", not \"y\"")]
    [InlineData("y", "TYPE_FP32", "2, 1", "zero_data: true", "batch_size: 1", "the input \"x\" needs an entry")]
    [InlineData("x", "TYPE_INT8", "2, 1", "zero_data: true", "batch_size: 1", "data_type is INT8; 'x' is declared as FP32")]
    [InlineData("x", "TYPE_FP32", "3, 1", "zero_data: true", "batch_size: 1", "dims gives the shape [1, 3, 1]; 'x' is declared as [-1, 2, -1]")]
    [InlineData("x", "TYPE_FP32", "2", "zero_data: true", "batch_size: 1", "dims gives the shape [1, 2]")]
    [InlineData("x", "TYPE_FP32", "2, -1", "zero_data: true", "batch_size: 1", "dims[1] is -1; allowed: an integer of at least 1")]
    [InlineData("x", "TYPE_FP32", "2, 1", "zero_data: true", "batch_size: 9", "model_warmup[0].batch_size is 9; allowed: an integer from 0 to 8")]
    [InlineData("x", "TYPE_FP32", "2, 1", "zero_data: true", "batch_size: 1 count: 1001", "model_warmup[0].count is 1001; allowed: an integer from 0 to 1000")]
    [InlineData("x", "TYPE_FP32", "2, 1", "", "batch_size: 1", "model_warmup[0].inputs[0].value has 0 sources; allowed: one of zero_data, random_data, input_data_file")]
    [InlineData("x", "TYPE_FP32", "2, 1", "zero_data: true random_data: true", "batch_size: 1", "has 2 sources")]
    [InlineData("x", "TYPE_FP32", "2, 1", "input_data_file: 'none'", "batch_size: 1", "warmup/none is missing")]
    [InlineData("x", "TYPE_FP32", "2, 1", "input_data_file: '../../secret'", "batch_size: 1", "is not a path within the model's directory")]
    [InlineData("x", "TYPE_FP32", "2, 8388609", "zero_data: true", "batch_size: 1", "gives more than 67108864 bytes")]
    [InlineData("x", "TYPE_FP32", "2, 9223372036854775807", "zero_data: true", "batch_size: 8", "gives more than 67108864 bytes")]
    public void A_sample_that_does_not_fit_the_model_is_refused(string name, string type, string dims, string source, string sample, string expected) =>
        Assert.Contains(expected, _repository.Reason(Batches + Sample(name, type, dims, source, sample)), StringComparison.Ordinal);

    [Fact]
    public void Texts_that_grow_beyond_the_bound_with_the_batch_are_refused()
    {
        const int TextBytes = 9 << 20;
        var text = new byte[sizeof(int) + TextBytes];
        BitConverter.TryWriteBytes(text, TextBytes);
        _repository.WithBytes("m/warmup/long", text);
        var config = "max_batch_size: 8 input { name: 'x' data_type: TYPE_STRING dims: 1 }\n" +
            Sample("x", "TYPE_STRING", "1", "input_data_file: 'long'", "batch_size: 8");

        Assert.Contains("with batch_size 8 gives more than 67108864 bytes", _repository.Reason(config), StringComparison.Ordinal);
    }

    private static string Sample(string name, string type, string dims, string source, string sample = "batch_size: 1") =>
        $"model_warmup [ {{ {sample} {Input(name, type, dims, source)} }} ]";

    private static string Input(string name, string type, string dims, string source) =>
        $"inputs {{ key: '{name}' value: {{ data_type: {type} dims: [ {dims} ] {source} }} }}";
}
