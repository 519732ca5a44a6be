using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Bench;

/// <summary>Like <see cref="TimedModel"/>, to tenths of a millisecond and on the real clock: returns its input after a time for each element.</summary>
internal sealed class PreciseTimedModel(ModelSpec spec, double slowness, PreciseDelay delay) : IManagedModel, IDisposable
{
    public const string Name = "precise";

    private readonly ServiceTime _serviceTime = ServiceTime.Read(spec.Parameters);

    public ModelSignature Signature { get; } = spec.DeclaredSignature!;

    public async ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        await delay.WaitAsync(_serviceTime.Of(inputs) * slowness);
        return [inputs[0] with { Name = Signature.Outputs[0].Name, Data = inputs[0].Data.ToArray() }]; // a copy: the input's memory is only lent
    }

    public void Dispose() => delay.Dispose();
}
