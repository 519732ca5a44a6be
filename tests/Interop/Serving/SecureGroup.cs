namespace OrleansInference.Interop.Serving;

/// <summary>Tests that share the servers with TLS.</summary>
[CollectionDefinition(Name)]
public sealed class SecureGroup : ICollectionFixture<SecureServers>
{
    public const string Name = "secure servers";
}
