using System.Collections.Immutable;

namespace OrleansInference.Models.Managed;

/// <summary>
/// Returns its input after a stated service time, <c>base + items × per item + elements × per element</c>, on the given clock. For
/// tests and simulations, where service time is what matters.
/// </summary>
public sealed class TimedModel : IManagedModel
{
    /// <summary>Its registered name.</summary>
    public const string Name = "timed";

    private readonly TimeProvider _time;
    private readonly ServiceTime _serviceTime;

    /// <exception cref="FormatException">A parameter of <paramref name="spec"/> is not a number of seconds.</exception>
    public TimedModel(ModelSpec spec, TimeProvider time)
    {
        _time = time;
        _serviceTime = ServiceTime.Read(spec.Parameters);
        Signature = spec.DeclaredSignature ?? new ModelSignature
        {
            Inputs = [new TensorSpec { Name = "INPUT", DataType = TensorDataType.Fp32, Shape = [-1, -1] }],
            Outputs = [new TensorSpec { Name = "OUTPUT", DataType = TensorDataType.Fp32, Shape = [-1, -1] }],
            MaxBatchSize = spec.Batching.MaxBatchSize,
            Platform = "managed",
        };
    }

    public ModelSignature Signature { get; }

    public async ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        await Task.Delay(_serviceTime.Of(inputs), _time);
        // A copy: the input's memory is only lent.
        return [.. inputs.Zip(Signature.Outputs, (input, output) => input with { Name = output.Name, Data = input.Data.ToArray() })];
    }
}
