using Orleans.Runtime.MembershipService.SiloMetadata;
using OrleansInference.Autoscaling;

namespace OrleansInference.Hosting.Roles;

/// <summary>What a silo says of itself to the others, as Orleans' silo metadata: also for placement filters and tools of others.</summary>
internal static class SiloFacts
{
    /// <summary>As in <c>--roles</c>.</summary>
    public const string Roles = "oi.roles";

    /// <summary>Of the server.</summary>
    public const string Version = "oi.version";

    /// <summary>Its failure domain, such as a zone.</summary>
    public const string Zone = "oi.zone";

    /// <summary>Such as <c>cpu,cuda:0</c>.</summary>
    public const string Devices = "oi.devices";

    /// <summary>Of each device, in bytes; 0 where that is not known.</summary>
    public const string Memory = "oi.memory";

    public static ISiloBuilder UseSiloFacts(this ISiloBuilder silo)
    {
        // A dictionary has to be given while the silo is composed, and what the silo has is known when its services are. Options are configured in the order of these two calls.
        Dictionary<string, string> facts = [];
        silo.Services.AddOptions<SiloMetadata>().Configure<SiloResources>((_, resources) => Fill(facts, resources));
        return silo.UseSiloMetadata(facts);
    }

    private static void Fill(Dictionary<string, string> facts, SiloResources resources)
    {
        var devices = resources.Devices();
        facts[Roles] = RoleListAttribute.Text(resources.Roles);
        facts[Version] = BuildFacts.Version;
        facts[Zone] = resources.FailureDomain;
        facts[Devices] = string.Join(',', devices.Select(device => device.Device));
        facts[Memory] = string.Join(',', devices.Select(device => device.TotalBytes));
    }
}
