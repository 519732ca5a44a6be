using OrleansInference.Models;

namespace OrleansInference.Torch;

public class LibTorchOutputTests
{
    [Fact]
    public async Task An_input_that_is_returned_several_times_is_copied_each_time()
    {
        await using var model = await TorchPrograms.Load("LongMixedTuple");
        var bytes = new byte[] { 1, 2 };
        var outputs = await model.Run(new InferenceTensor { Name = "x", DataType = TensorDataType.UInt8, Shape = [2], Data = bytes });
        bytes.AsSpan().Clear();
        Assert.Equal(7, outputs.Length);
        Assert.All(outputs.Take(5), output => Assert.Equal([1, 2], output.Read<byte>()));
    }
}
