using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Models.Managed;

public class ManagedRuntimeTests
{
    private sealed class Negate : IManagedModel, IDisposable
    {
        public bool IsDisposed { get; private set; }

        public ModelSignature Signature => Sample.Signature;

        public ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs)
        {
            var values = Sample.Floats(inputs[0]);
            if (values.Contains(0))
                throw new ArgumentException("zero has no negative");
            return ValueTask.FromResult<ImmutableArray<InferenceTensor>>(
                [Sample.Tensor("y", inputs[0].Shape, Array.ConvertAll(values, value => -value))]);
        }

        public void Dispose() => IsDisposed = true;
    }

    private static ValueTask<ModelLoadResult> Load(Func<ModelSpec, IManagedModel> create, ModelSpec? spec = null) =>
        new ManagedRuntime([new ManagedModelRegistration("negate", create)])
            .LoadAsync(spec ?? Spec("negate"), new DeviceSlot("cpu", 1), CancellationToken.None);

    private static ModelSpec Spec(string program) => Sample.Spec() with
    {
        Backend = "managed",
        Parameters = ImmutableDictionary<string, string>.Empty.Add(ManagedRuntime.ProgramParameter, program),
    };

    [Fact]
    public async Task A_model_in_csharp_is_found_by_its_parameter_and_runs()
    {
        var loaded = await Load(_ => new Negate());
        var result = await loaded.Model!.RunAsync([Sample.Tensor("x", [1, 2], 3, 4)]);
        Assert.Equal([-3, -4], Sample.Floats(result.Outputs[0]));
        Assert.Equal(Sample.Signature, loaded.Model.Signature);
    }

    [Fact]
    public async Task Without_the_parameter_the_models_own_name_counts()
    {
        var loaded = await Load(_ => new Negate(), Sample.Spec() with { Id = new ModelVersion("negate", 1) });
        Assert.NotNull(loaded.Model);
    }

    [Fact]
    public async Task An_unknown_name_is_a_load_fault_that_lists_the_known_ones()
    {
        var loaded = await Load(_ => new Negate(), Spec("nagate"));
        Assert.Equal(FaultKind.LoadFailed, loaded.Fault!.Kind);
        Assert.Equal("There is no managed model 'nagate'; registered are: negate.", loaded.Fault.Message);
    }

    [Fact]
    public async Task An_exception_is_a_fault_with_its_message_and_the_model_runs_again()
    {
        var model = (await Load(_ => new Negate())).Model!;
        var fault = (await model.RunAsync([Sample.Tensor("x", [1], 0)])).Fault!;
        Assert.Equal((FaultKind.ModelError, "zero has no negative"), (fault.Kind, fault.Message));
        Assert.Null((await model.RunAsync([Sample.Tensor("x", [1], 1)])).Fault);
    }

    [Fact]
    public async Task A_model_that_cannot_be_created_is_a_load_fault()
    {
        var loaded = await Load(_ => throw new InvalidOperationException("no vocabulary"));
        Assert.Equal("The managed model 'negate' cannot be created: no vocabulary", loaded.Fault!.Message);
    }

    [Fact]
    public async Task Disposing_disposes_the_model_and_refuses_later_runs()
    {
        var negate = new Negate();
        var model = (await Load(_ => negate)).Model!;
        await model.DisposeAsync();
        await model.DisposeAsync();
        Assert.True(negate.IsDisposed);
        Assert.Equal(FaultKind.Unavailable, (await model.RunAsync([Sample.Tensor("x", [1], 1)])).Fault!.Kind);
    }
}
