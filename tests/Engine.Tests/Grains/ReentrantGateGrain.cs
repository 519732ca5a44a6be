namespace OrleansInference.Engine.Tests.Grains;

[Reentrant, GrainType("reentrant-gate")]
public sealed class ReentrantGateGrain(Journal journal) : GateGrain(journal), IReentrantGateGrain;
