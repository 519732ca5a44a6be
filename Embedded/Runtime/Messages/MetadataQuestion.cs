namespace OrleansInference.Embedded;

/// <summary>Asks a silo what it says of itself.</summary>
internal sealed class MetadataQuestion(Silo asker) : Message
{
    public override string Kind => "metadata?";

    public override void Deliver(Node to)
    {
        // One that says nothing does not answer. (Orleans logs an error then, and knows as little.)
        if (to is Silo { IsCrashed: false, IsDead: false, Metadata: { } metadata } silo) silo.Send(asker, new MetadataAnswer(silo.Address, metadata.Own));
    }
}
