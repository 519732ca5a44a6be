using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OrleansInference.Embedded;

/// <summary>
/// How the membership notices a silo that is gone: not by probes, but after the time that they would take. A silo dies at some moment
/// between two probes and is declared dead when the last one that may be missed was missed, so that takes between (limit − 1) and
/// limit periods. Measured on Orleans: 10.7–13.1 s with its defaults (5 s, 3 probes).
/// </summary>
internal static class FailureDetection
{
    public static TimeSpan Delay(IServiceProvider services, Driver driver)
    {
        var options = services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
        return options.LivenessEnabled
            ? options.ProbeTimeout * (Math.Max(options.NumMissedProbesLimit, 1) - 1 + driver.NextDouble())
            : Timeout.InfiniteTimeSpan;
    }

    /// <summary>Has a crashed silo declared dead in due time.</summary>
    public static void Notice(Silo silo)
    {
        var delay = Delay(silo.Services, silo.Driver);
        if (delay != Timeout.InfiniteTimeSpan) _ = NoticeAsync(silo, delay);
    }

    private static async Task NoticeAsync(Silo silo, TimeSpan delay)
    {
        await Task.Delay(delay, silo.Clock);
        silo.Fabric.Membership.DeclareDead(silo.Address);
    }
}
