using System.Collections.Immutable;

namespace OrleansInference.Models.Managed;

/// <summary>
/// A model written in C#: pre- and post-processing, a rule, a model of another library. Register it with
/// <c>services.AddManagedModel(name, create)</c>; one is created for each replica, and disposed with it where it is <see cref="IAsyncDisposable"/> or
/// <see cref="IDisposable"/>.
/// </summary>
public interface IManagedModel
{
    ModelSignature Signature { get; }

    /// <summary>
    /// Computes one batch; never called again before the task has ended. Called on a grain's turn: await what takes long
    /// (<c>await Task.Run(…)</c> for computation). An exception becomes a fault with its message.
    /// </summary>
    /// <param name="inputs">In the order of the signature; optional ones may be missing. Valid until the task ends.</param>
    /// <returns>The outputs, named as in the signature.</returns>
    ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs);
}
