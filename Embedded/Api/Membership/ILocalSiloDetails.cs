namespace Orleans.Runtime;

/// <summary>The silo that this code runs in.</summary>
public interface ILocalSiloDetails
{
    string Name { get; }
    string ClusterId { get; }
    string DnsHostName { get; }
    SiloAddress SiloAddress { get; }
    SiloAddress GatewayAddress { get; }
}
