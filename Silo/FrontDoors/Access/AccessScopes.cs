namespace OrleansInference.FrontDoors.Access;

/// <summary>What an operation needs, and a key may have.</summary>
[Flags]
internal enum AccessScopes
{
    /// <summary>Reading about the models that a key covers: any key may.</summary>
    None = 0,

    /// <summary>Inference.</summary>
    Infer = 1,

    /// <summary>Changing the server: loading and unloading models, settings.</summary>
    Admin = 2,
}
