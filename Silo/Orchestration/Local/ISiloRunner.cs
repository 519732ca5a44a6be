namespace OrleansInference.Orchestration.Local;

/// <summary>Starts further silos on this machine.</summary>
internal interface ISiloRunner
{
    /// <summary>Of the orchestrator, as in <see cref="HostOptions.Orchestrator"/>.</summary>
    string Name { get; }

    /// <summary>Returns at once; that a silo can't start is how its run ends.</summary>
    ISiloRun Start(ChildSpec silo);
}
