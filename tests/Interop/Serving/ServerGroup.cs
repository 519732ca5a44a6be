namespace OrleansInference.Interop.Serving;

/// <summary>Tests that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class ServerGroup : ICollectionFixture<InteropServer>
{
    public const string Name = "server";
}
