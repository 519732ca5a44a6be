namespace OrleansInference.Control;

/// <summary>What was last asked for of one model, so that a silo that did not hear it can learn it.</summary>
[GenerateSerializer, Immutable, Alias("oi.WantedModel")]
public sealed record WantedModel
{
    [Id(0)] public required string Model { get; init; }

    /// <summary>False: it was unloaded.</summary>
    [Id(1)] public required bool IsWanted { get; init; }

    /// <summary>The configuration that came with the request, as JSON; null for the model's own.</summary>
    [Id(2)] public string? Config { get; init; }

    /// <summary>Orders what was asked for: the clock's ticks at the door. The latest counts; 0 for what the settings say.</summary>
    [Id(3)] public required long Stamp { get; init; }

    /// <summary>Of a loaded model: nobody asked for it but an ensemble, whose step it is.</summary>
    [Id(4)] public bool IsDependent { get; init; }

    /// <summary>Of an ensemble that is unloaded: the models that were loaded along with it go too, unless another ensemble needs them.</summary>
    [Id(5)] public bool UnloadDependents { get; init; }
}
