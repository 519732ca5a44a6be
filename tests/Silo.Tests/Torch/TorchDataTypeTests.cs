using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Torch;

public class TorchDataTypeTests
{
    public static TheoryData<TensorDataType> TorchTypes =>
    [
        TensorDataType.Bool, TensorDataType.UInt8, TensorDataType.Int8, TensorDataType.Int16, TensorDataType.Int32, TensorDataType.Int64,
        TensorDataType.Fp16, TensorDataType.Fp32, TensorDataType.Fp64, TensorDataType.Bf16,
    ];

    [Theory, MemberData(nameof(TorchTypes))]
    public async Task Every_type_that_torch_has_comes_back_as_it_went(TensorDataType type)
    {
        await using var model = await TorchPrograms.Load("Identity");
        var data = new byte[6 * type.ElementBytes()];
        for (var i = 0; i < data.Length; i++)
            data[i] = type == TensorDataType.Bool ? (byte)(i % 2) : (byte)(i + 1);
        var outputs = await model.Run(new InferenceTensor { Name = "x", DataType = type, Shape = [2, 3], Data = data });
        var output = Assert.Single(outputs);
        Assert.Equal(type, output.DataType);
        output.HasShape(2, 3);
        Assert.Equal(data, output.Data.ToArray());
        outputs.Release();
    }

    [Fact]
    public async Task Types_are_computed_with_as_what_they_are()
    {
        await using var model = await TorchPrograms.Load("Double");
        Tensors.Equal<sbyte>([-6, 8], (await model.Run(Tensors.Of<sbyte>("x", TensorDataType.Int8, [-3, 4])))[0].Read<sbyte>());
        Tensors.Equal<byte>([6, 254], (await model.Run(Tensors.Of<byte>("x", TensorDataType.UInt8, [3, 127])))[0].Read<byte>());
        Tensors.Equal<short>([-6, 800], (await model.Run(Tensors.Of<short>("x", TensorDataType.Int16, [-3, 400])))[0].Read<short>());
        Tensors.Equal([-6, 80000], (await model.Run(Tensors.Of("x", TensorDataType.Int32, [-3, 40000])))[0].Read<int>());
        Tensors.Equal([-6, 1L << 40], (await model.Run(Tensors.Of("x", TensorDataType.Int64, [-3, 1L << 39])))[0].Read<long>());
        Tensors.Equal([(Half)3, (Half)(-1)], (await model.Run(Tensors.Of("x", TensorDataType.Fp16, [(Half)1.5, (Half)(-0.5)])))[0].Read<Half>());
        Tensors.Equal([3, -1], (await model.Run(Tensors.Of("x", TensorDataType.Fp64, [1.5, -0.5])))[0].Read<double>());
        // bfloat16 is the upper half of a float: 1.5 is 0x3FC0, 3 is 0x4040.
        Tensors.Equal<ushort>([0x4040], (await model.Run(Tensors.Of<ushort>("x", TensorDataType.Bf16, [0x3FC0])))[0].Read<ushort>());
    }

    [Theory]
    [InlineData(TensorDataType.UInt16)]
    [InlineData(TensorDataType.UInt32)]
    [InlineData(TensorDataType.UInt64)]
    [InlineData(TensorDataType.Bytes)]
    public async Task A_type_that_torch_lacks_is_a_fault_that_names_it_and_what_there_is(TensorDataType type)
    {
        await using var model = await TorchPrograms.Load("Identity");
        var tensor = new InferenceTensor { Name = "x", DataType = type, Shape = [1], Data = new byte[8] };
        var message = await model.Fault(FaultKind.InvalidInput, tensor);
        Assert.Contains("'x' is " + type.ToProtocolName(), message);
        Assert.Contains("INT64", message);

        var declared = TorchPrograms.Declare(["x"], ["y"], type);
        Assert.Contains(type.ToProtocolName(), await TorchPrograms.LoadFailure(TorchPrograms.PathOf("Identity"), declared));
    }

    [Fact]
    public async Task An_output_type_that_the_protocol_lacks_is_the_models_error()
    {
        await using var model = await TorchPrograms.Load("ComplexOutput");
        Assert.Contains("no name for", await model.Fault(FaultKind.ModelError, Tensors.Floats("x", 1)));
    }

    [Fact]
    public async Task An_output_of_another_type_than_declared_is_the_models_error()
    {
        await using var model = await TorchPrograms.Load("Identity", TorchPrograms.Declare(["x"], ["y"], TensorDataType.Int64));
        var message = await model.Fault(FaultKind.ModelError, Tensors.Floats("x", 1));
        Assert.Equal("The output 'y' came as FP32, but is declared as INT64.", message);
    }
}
