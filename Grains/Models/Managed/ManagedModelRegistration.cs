namespace OrleansInference.Models.Managed;

/// <summary>A managed model by name.</summary>
/// <param name="Name">What a configuration's parameter <see cref="ManagedRuntime.ProgramParameter"/> says, or else the model's own name.</param>
/// <param name="Create">Makes one for a replica; an exception becomes the reason why it cannot be loaded.</param>
public sealed record ManagedModelRegistration(string Name, Func<ModelSpec, IManagedModel> Create);
