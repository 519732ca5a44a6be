using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Torch;

public class LoadParametersTests
{
    private static readonly TorchDevice Cuda = new(0);

    private static ModelSpec Spec(params (string Key, string Value)[] parameters) => TorchPrograms.Spec(TorchPrograms.PathOf("Linear")) with
    {
        Parameters = parameters.ToImmutableDictionary(parameter => parameter.Key, parameter => parameter.Value),
    };

    [Fact]
    public void Without_parameters_a_program_is_optimised_and_keeps_its_precision()
    {
        var parameters = LoadParameters.Read(Spec(), TorchDevice.Cpu);
        Assert.True(parameters.Optimizes);
        Assert.False(parameters.Precision.IsReduced);
    }

    [Fact]
    public void Parameters_choose()
    {
        var parameters = LoadParameters.Read(Spec(("OPTIMIZE", "none"), ("PRECISION", "bf16")), Cuda);
        Assert.False(parameters.Optimizes);
        Assert.Equal("bf16", parameters.Precision.Name);
        Assert.True(parameters.Precision.RestoresOutputs);
    }

    [Fact]
    public void Outputs_stay_as_they_are_where_the_configuration_declares_the_reduced_type()
    {
        var spec = Spec(("PRECISION", "fp16")) with { DeclaredSignature = TorchPrograms.Declare(["x"], ["y"], TensorDataType.Fp16) };
        Assert.False(LoadParameters.Read(spec, Cuda).Precision.RestoresOutputs);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_with_key_value_and_what_is_allowed()
    {
        var loaded = await TorchPrograms.Runtime.LoadAsync(
            Spec(("OPTIMIZE", "yes"), ("PRECISION", "fp8")), new DeviceSlot("cpu", 1), CancellationToken.None);
        Assert.Equal(Inference.FaultKind.LoadFailed, loaded.Fault!.Kind);
        Assert.Equal(
            "The configuration's parameters are wrong: OPTIMIZE is 'yes'; allowed: 'auto', 'none'; PRECISION is 'fp8'; allowed: 'fp32', 'fp16', 'bf16'.",
            loaded.Fault.Message);
    }

    [Theory]
    [InlineData("fp16")]
    [InlineData("bf16")]
    public async Task Half_precision_is_refused_on_a_cpu(string precision)
    {
        var loaded = await TorchPrograms.Runtime.LoadAsync(Spec(("PRECISION", precision)), new DeviceSlot("cpu", 1), CancellationToken.None);
        Assert.Contains($"PRECISION is '{precision}', but the device is cpu; allowed there: 'fp32'", loaded.Fault!.Message);
    }
}
