using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansInference.Models;

namespace OrleansInference.Torch;

public class OutputAgreementTests
{
    private static ProgramOutput Output<T>(TensorDataType type, params T[] values) where T : struct =>
        new("y", type, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    [Theory]
    [InlineData(1, 1.0001f, true)]
    [InlineData(1, 1.001f, false)]
    [InlineData(1000, 1000.05f, true)]
    [InlineData(1000, 1001, false)]
    [InlineData(0, 0.00005f, true)]
    [InlineData(float.NaN, float.NaN, true)]
    [InlineData(float.NaN, 1, false)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, true)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity, false)]
    [InlineData(float.PositiveInfinity, 1, false)]
    [InlineData(1, float.PositiveInfinity, false)]
    public void Floats_agree_up_to_the_tolerance(float expected, float actual, bool agree) =>
        Assert.Equal(agree, OutputAgreement.Agree([Output(TensorDataType.Fp32, expected)], [Output(TensorDataType.Fp32, actual)], 1e-4));

    [Fact]
    public void Other_floating_point_types_are_compared_as_numbers_and_integers_exactly()
    {
        Assert.True(Agree(Output(TensorDataType.Fp64, 1.0), Output(TensorDataType.Fp64, 1.00001)));
        Assert.True(Agree(Output(TensorDataType.Fp16, (Half)1f), Output(TensorDataType.Fp16, (Half)1f)));
        Assert.False(Agree(Output(TensorDataType.Fp16, (Half)1f), Output(TensorDataType.Fp16, (Half)1.01f)));
        Assert.True(Agree(Output(TensorDataType.Bf16, (ushort)0x8000), Output(TensorDataType.Bf16, (ushort)0))); // −0 and 0
        Assert.False(Agree(Output(TensorDataType.Int64, 1_000_000L), Output(TensorDataType.Int64, 1_000_001L)));
    }

    [Fact]
    public void Number_name_type_and_shape_count()
    {
        var output = Output(TensorDataType.Fp32, 1f);
        Assert.False(OutputAgreement.Agree([output], [output, output], 1e-4));
        Assert.False(Agree(output, output with { Name = "z" }));
        Assert.False(Agree(output, output with { DataType = TensorDataType.Int32 }));
        Assert.False(Agree(output, output with { Shape = [1, 1] }));
    }

    private static bool Agree(ProgramOutput expected, ProgramOutput actual) => OutputAgreement.Agree([expected], [actual], 1e-4);
}
