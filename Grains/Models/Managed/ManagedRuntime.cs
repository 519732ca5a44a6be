namespace OrleansInference.Models.Managed;

/// <summary>Backend <c>managed</c>: models written in C#, found by name.</summary>
public sealed class ManagedRuntime(IEnumerable<ManagedModelRegistration> registrations) : IModelRuntime
{
    /// <summary>The parameter of <c>config.pbtxt</c> that names the model to run; without it, the model's own name counts.</summary>
    public const string ProgramParameter = "program";

    private readonly Dictionary<string, ManagedModelRegistration> _registrations =
        registrations.ToDictionary(registration => registration.Name, StringComparer.Ordinal);

    public string Backend => "managed";

    public ValueTask<ModelLoadResult> LoadAsync(ModelSpec spec, DeviceSlot slot, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = spec.Parameters.GetValueOrDefault(ProgramParameter, spec.Id.Model);
        if (!_registrations.TryGetValue(name, out var registration))
            return ValueTask.FromResult(ModelLoadResult.Failed(
                $"There is no managed model '{name}'; registered are: {string.Join(", ", _registrations.Keys.Order(StringComparer.Ordinal))}."));
        try
        {
            return ValueTask.FromResult(ModelLoadResult.Of(new LoadedManagedModel(registration.Create(spec), spec)));
        }
        catch (Exception exception) // whatever user code throws is the reason
        {
            return ValueTask.FromResult(ModelLoadResult.Failed($"The managed model '{name}' cannot be created: {exception.Message}"));
        }
    }
}
