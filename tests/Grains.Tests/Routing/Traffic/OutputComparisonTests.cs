using OrleansInference.Models;

namespace OrleansInference.Routing.Traffic;

public sealed class OutputComparisonTests
{
    private static readonly InferenceTensor Expected = Sample.Tensor("y", [2], 1, 100);

    [Fact]
    public void Outputs_within_the_tolerance_agree_and_the_difference_is_told()
    {
        var (difference, problem) = OutputComparison.Of([Expected], [Sample.Tensor("y", [2], 1.0001f, 100.005f)], 1e-4);
        Assert.Null(problem);
        Assert.True(difference.Agrees);
        Assert.Equal(0.005, difference.MaxAbsolute, 1e-4);
        Assert.Equal(1e-4, difference.MaxRelative, 1e-6);
    }

    [Theory]
    [InlineData(1, 101, "output 'y' differs by up to 1, relatively 0.01")]
    [InlineData(float.NaN, 100, "output 'y' differs by up to ∞, relatively ∞")]
    public void Outputs_beyond_the_tolerance_differ(float first, float second, string problem)
    {
        var comparison = OutputComparison.Of([Expected], [Sample.Tensor("y", [2], first, second)], 1e-4);
        Assert.False(comparison.Difference.Agrees);
        Assert.Equal(problem.Replace("∞", double.PositiveInfinity.ToString(), StringComparison.Ordinal), comparison.Problem);
    }

    [Fact]
    public void Every_expected_output_has_to_be_there_in_its_type_and_shape()
    {
        Assert.Equal("output 'y' is missing", OutputComparison.Of([Expected], [Expected with { Name = "z" }], 1).Problem);
        Assert.Equal("output 'y': expected FP32[2], got FP32[1,2]", OutputComparison.Of([Expected], [Expected with { Shape = [1, 2] }], 1).Problem);
        Assert.Null(OutputComparison.Of([Expected], [Sample.Tensor("more", [1], 1), Expected], 0).Problem);
    }

    [Fact]
    public void Other_types_have_to_be_equal()
    {
        var number = new InferenceTensor { Name = "n", DataType = TensorDataType.Int32, Shape = [1], Data = BitConverter.GetBytes(7) };
        Assert.Null(OutputComparison.Of([number], [number with { Data = BitConverter.GetBytes(7) }], 0).Problem);
        Assert.Equal("output 'n' differs", OutputComparison.Of([number], [number with { Data = BitConverter.GetBytes(8) }], 1).Problem);
    }
}
