using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Models;

namespace OrleansInference.Torch;

public class ProgramOptimizerTests
{
    private const double Tolerance = 1e-4;

    private readonly ManualTime _time = new();
    private readonly LoggedLines _log = new();

    private static ModelSpec Spec(params long[] shape) => TorchPrograms.Spec("model.pt") with
    {
        DeclaredSignature = new ModelSignature
        {
            Inputs = [new TensorSpec { Name = "x", DataType = TensorDataType.Fp32, Shape = [.. shape] }],
            Outputs = [],
            MaxBatchSize = 8,
        },
    };

    private FakeProgram Program(double milliseconds, float result = 1, Func<ProgramOptimization, FakeProgram>? optimized = null) => new()
    {
        Pass = _ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            return result;
        },
        Optimized = optimized ?? (_ => throw new ProgramException("there is no other way")),
    };

    private ITorchProgram Optimize(ModelSpec spec, FakeProgram program, TorchDevice? device = null) =>
        new ProgramOptimizer(_time, _log).Optimize(spec, program, device ?? TorchDevice.Cpu, Tolerance);

    [Fact]
    public void The_fastest_way_is_kept_and_the_log_says_what_it_gained()
    {
        Dictionary<ProgramOptimization, FakeProgram> ways = new()
        {
            [ProgramOptimization.OptimizeForInference] = Program(30),
            [ProgramOptimization.ChannelsLast] = Program(20, 1.00005f),
        };
        var plain = Program(40, optimized: way => ways[way]);
        Assert.Same(ways[ProgramOptimization.ChannelsLast], Optimize(Spec(-1, 3, 8, 8), plain));
        Assert.Equal([1, 1, 0], [plain.Disposals, .. ways.Values.Select(way => way.Disposals)]);
        Assert.Equal("Optimised 'model/1': channels-last, 40 → 20 ms a pass (−50 %)", _log.Single(LogLevel.Information));
    }

    [Theory]
    [InlineData(39, 1)]
    [InlineData(50, 1)]
    [InlineData(20, 1.001f)]
    [InlineData(20, float.NaN)]
    public void What_is_hardly_faster_or_gives_other_outputs_is_not_kept(double milliseconds, float result)
    {
        var other = Program(milliseconds, result);
        var plain = Program(40, optimized: _ => other);
        Assert.Same(plain, Optimize(Spec(-1, 4), plain));
        Assert.Equal((0, 1), (plain.Disposals, other.Disposals));
        Assert.StartsWith("'model/1' runs as it is, ", _log.Single(LogLevel.Information));
    }

    [Fact]
    public void A_way_that_fails_costs_nothing_but_itself()
    {
        var raises = new FakeProgram { Pass = _ => throw new ProgramException("no") };
        var plain = Program(40, optimized: _ => raises);
        Assert.Same(plain, Optimize(Spec(-1, 4), plain));
        Assert.Equal((0, 1), (plain.Disposals, raises.Disposals));
    }

    [Fact]
    public void A_program_that_takes_none_of_the_requests_runs_as_it_is()
    {
        var plain = new FakeProgram { Pass = _ => throw new ProgramException("no") };
        Assert.Same(plain, Optimize(Spec(-1, 4), plain));
        Assert.Contains("nothing to try", _log.Single(LogLevel.Information));
    }

    [Fact]
    public void A_slow_program_is_left_alone_after_its_first_passes()
    {
        var passes = 0;
        var plain = new FakeProgram
        {
            Pass = _ =>
            {
                passes++;
                _time.Advance(TimeSpan.FromSeconds(10));
                return 1;
            },
        };
        Assert.Same(plain, Optimize(Spec(-1, 4), plain));
        Assert.InRange(passes, 1, 4);
        Assert.Contains("take longer than", _log.Single(LogLevel.Information));
    }

    [Theory]
    [InlineData(true, -1, 3, 8, 8)]
    [InlineData(false, -1, 3, -1, -1)]
    [InlineData(false, -1, 3, 8)]
    public void Channels_last_is_tried_for_pictures_whose_size_is_fixed(bool tried, params int[] shape)
    {
        List<ProgramOptimization> asked = [];
        var plain = Program(40, optimized: way =>
        {
            asked.Add(way);
            return Program(40);
        });
        Optimize(Spec([.. shape.Select(size => (long)size)]), plain);
        Assert.Equal(tried, asked.Contains(ProgramOptimization.ChannelsLast));
    }

    [Fact]
    public void It_is_tried_with_the_warm_up_and_with_one_item_and_two_of_what_the_signature_tells()
    {
        List<string> seen = [];
        var plain = new FakeProgram
        {
            Pass = tensor =>
            {
                seen.Add(string.Join(",", tensor.Shape));
                return 1;
            },
        };
        var warmUp = ImmutableArray.Create(Tensors.Of("x", TensorDataType.Fp32, new float[12], 3, 4));
        Optimize(Spec(-1, -1) with { WarmUp = [.. Enumerable.Repeat(warmUp, 100)] }, plain);
        Assert.Equal(["3,4", "1,16", "2,16"], seen.Distinct());
    }

    [Fact]
    public void Requests_are_whole_again_for_each_pass_though_the_program_writes_to_them()
    {
        var plain = new FakeProgram
        {
            Pass = tensor =>
            {
                var bytes = System.Runtime.InteropServices.MemoryMarshal.AsMemory(tensor.Data).Span;
                Assert.Equal(7, bytes[0]);
                bytes.Clear();
                return 1;
            },
        };
        var warmUp = ImmutableArray.Create(new InferenceTensor { Name = "x", DataType = TensorDataType.UInt8, Shape = [1], Data = new byte[] { 7 } });
        var spec = TorchPrograms.Spec("model.pt") with { WarmUp = [warmUp] };
        Assert.Same(plain, Optimize(spec, plain));
        Assert.Equal(7, warmUp[0].Data.Span[0]);
    }

    [Theory]
    [InlineData(-1, new[] { 4 }, new long[] { 4, 8 })] // one item and two
    [InlineData(0, new[] { 4 }, new long[] { 4, 8 })]
    [InlineData(-1, new[] { -1 }, new long[] { 16, 32 })]
    [InlineData(0, new[] { -1 }, new long[0])]
    public void On_cuda_nothing_is_tried_whose_size_is_a_guess(int cuda, int[] item, long[] elements)
    {
        List<long> seen = [];
        var plain = new FakeProgram
        {
            Pass = x =>
            {
                seen.Add(x.Data.Length / sizeof(float));
                return 1;
            },
        };
        Optimize(Spec([-1, .. item.Select(size => (long)size)]), plain, new TorchDevice(cuda));
        Assert.Equal(elements, seen.Distinct());
    }

    [Fact]
    public void A_trial_that_ends_the_device_ends_the_loading()
    {
        var plain = new FakeProgram { Pass = _ => throw new ProgramException("CUDA error: device-side assert triggered") };
        Assert.Throws<ProgramException>(() => Optimize(Spec(-1, 4), plain, new TorchDevice(0)));
    }
}
