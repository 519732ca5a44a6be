namespace OrleansInference.Interop.Fuzz;

/// <summary>Runs when no other test does, because it measures this process's memory.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzGroup
{
    public const string Name = "fuzz";
}
