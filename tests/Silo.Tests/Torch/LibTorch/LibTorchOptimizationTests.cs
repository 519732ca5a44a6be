using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Models;

namespace OrleansInference.Torch;

[Collection(nameof(LibTorchMemoryTests))]
public class LibTorchOptimizationTests
{
    private static readonly InferenceTensor Picture = Tensors.Of("image", TensorDataType.Fp32, [.. Enumerable.Range(0, 384).Select(i => i % 7 / 7f)], 2, 3, 8, 8);

    [Theory]
    [InlineData(ProgramOptimization.OptimizeForInference)]
    [InlineData(ProgramOptimization.ChannelsLast)]
    internal void Another_way_gives_the_same_outputs_and_outlives_the_program(ProgramOptimization optimization)
    {
        var plain = Load("Picture", TorchPrecision.Fp32);
        var optimized = plain.Optimize(optimization);
        var expected = plain.Forward([Picture]);
        Assert.Equal([2, 4], expected[0].Shape.AsEnumerable());
        plain.Dispose();
        for (var i = 0; i < 4; i++)
            Assert.True(OutputAgreement.Agree(expected, optimized.Forward([Picture]), 1e-4));
        optimized.Dispose();
    }

    [Theory]
    [InlineData(ProgramOptimization.OptimizeForInference)]
    [InlineData(ProgramOptimization.ChannelsLast)]
    internal async Task Another_way_can_be_run_by_several_threads_at_once(ProgramOptimization optimization)
    {
        using var plain = Load("Picture", TorchPrecision.Fp32);
        using var optimized = plain.Optimize(optimization);
        var expected = plain.Forward([Picture]);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
                Assert.True(OutputAgreement.Agree(expected, optimized.Forward([Picture]), 1e-4));
        }))).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_program_that_keeps_state_has_no_other_way()
    {
        using var program = Load("Counter", TorchPrecision.Fp32);
        Assert.Contains("'count'", Assert.Throws<ProgramException>(() => program.Optimize(ProgramOptimization.OptimizeForInference)).Message);
    }

    [Fact]
    public void Loading_with_trials_leaves_one_program()
    {
        var signature = new ModelSignature
        {
            Inputs = [new TensorSpec { Name = "image", DataType = TensorDataType.Fp32, Shape = [-1, 3, 8, 8] }],
            Outputs = [],
            MaxBatchSize = 4,
        };
        var spec = TorchPrograms.Spec(TorchPrograms.PathOf("Picture"), signature);
        var before = LibTorchBinding.LivePrograms;
        var program = new ProgramLoader(TorchEnvironment.Binding, TimeProvider.System, NullLogger.Instance).Load(spec, TorchDevice.Cpu);
        Assert.Equal(1, LibTorchBinding.LivePrograms - before);
        program.Dispose();
        Assert.Equal(before, LibTorchBinding.LivePrograms);
    }

    [Theory]
    [InlineData(true, TensorDataType.Fp32)]
    [InlineData(false, TensorDataType.Bf16)]
    public void Half_precision_takes_floats_and_gives_floats_unless_the_reduced_type_is_declared(bool restores, TensorDataType expected)
    {
        using var program = Load("Linear", TorchPrecision.Bf16 with { RestoresOutputs = restores });
        var output = Assert.Single(program.Forward([Tensors.Of("input", TensorDataType.Fp32, [1f, 1], 1, 2)]));
        Assert.Equal(expected, output.DataType);
        if (restores)
            Assert.True(OutputAgreement.Agree([output with { Data = TensorBytes(3.5f, 7.25f, 11.125f) }], [output], TorchPrecision.Bf16.Tolerance));
    }

    [Fact]
    public void Half_precision_reaches_state_that_is_no_constant_and_leaves_integers_alone()
    {
        using var counter = Load("Counter", TorchPrecision.Bf16);
        Assert.Equal(TensorBytes(1), counter.Forward([Tensors.Floats("x", 0)])[0].Data.ToArray());
        using var program = Load("Double", TorchPrecision.Bf16);
        Assert.Equal(TensorDataType.Int64, program.Forward([Tensors.Of("x", TensorDataType.Int64, [1L << 40])])[0].DataType);
    }

    private static byte[] TensorBytes(params float[] values) => Tensors.Floats("", values).Data.ToArray();

    private static ITorchProgram Load(string name, TorchPrecision precision) =>
        TorchEnvironment.Binding.Load(TorchPrograms.PathOf(name), TorchDevice.Cpu, precision);
}
