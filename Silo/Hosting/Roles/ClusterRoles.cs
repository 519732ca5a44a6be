using System.Collections.Concurrent;
using Orleans.Runtime.MembershipService.SiloMetadata;
using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.Placement;

namespace OrleansInference.Hosting.Roles;

/// <summary>What the silos of the cluster are for, as far as this one knows.</summary>
internal sealed partial class ClusterRoles(
    ISiloMetadataCache metadata, ILocalSiloDetails silo, SiloResources resources, IGrainFactory grains, TimeProvider time, ILogger<ClusterRoles> logger)
{
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SiloAddress, (Task<SiloRoles?> Answer, long AskedAt)> _asked = [];

    /// <summary>Null where the silo has not said it yet.</summary>
    public SiloRoles? Of(SiloAddress address) =>
        address.Equals(silo.SiloAddress) ? resources.Roles
        : metadata.GetSiloMetadata(address).Metadata.TryGetValue(SiloFacts.Roles, out var text) && RoleListAttribute.TryParse(text, out var roles) ? roles
        : Asked(address);

    /// <summary>
    /// Orleans asks a silo for its metadata as it joins. Where that fails, as it may so early, it does not ask again for two minutes. An answer counts however late it comes: a busy
    /// silo is asked once.
    /// </summary>
    private SiloRoles? Asked(SiloAddress address)
    {
        if (_asked.TryGetValue(address, out var asked))
        {
            if (!asked.Answer.IsCompleted) return null;
            if (asked.Answer.Result is { } roles) return roles;
            if (time.GetElapsedTime(asked.AskedAt) < AskInterval) return null;
        }
        _asked[address] = (Ask(address), time.GetTimestamp());
        return null;
    }

    private async Task<SiloRoles?> Ask(SiloAddress address)
    {
        try
        {
            return await grains.GetGrain<IModelControlGrain>(address.ToParsableString()).Roles();
        }
        catch (Exception exception)
        {
            // Asked again as long as somebody wants to know.
            LogSilent(address, exception.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The silo {Silo} did not say what it is for: {Reason}")]
    private partial void LogSilent(SiloAddress silo, string reason);
}
