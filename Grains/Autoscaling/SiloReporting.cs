using Microsoft.Extensions.Logging;
using OrleansInference.Autoscaling.Hosts;
using OrleansInference.Placement;

namespace OrleansInference.Autoscaling;

/// <summary>
/// Tells the autoscaler what this silo has, where any of its models is scaled, and keeps what operators have set, so that an autoscaler that comes back elsewhere learns it
/// again. Single-threaded.
/// </summary>
/// <param name="autoscaler">A reference to the one of the cluster.</param>
internal sealed partial class SiloReporting(
    SiloInventory inventory, IHostOrchestrator orchestrator, Func<IAutoscaleGrain> autoscaler, TimeProvider time, ILogger<SiloReporting> logger)
{
    /// <summary>Between two reports.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    private readonly ScalingOverrides _overrides = new();
    private bool _isLeaving;

    /// <summary>This silo takes no replicas any more; ends when the autoscaler knows it, or after a second.</summary>
    public Task Leave()
    {
        _isLeaving = true;
        return Send();
    }

    public async Task Send()
    {
        var report = inventory.Report() with
        {
            Orchestrator = orchestrator.Name == IHostOrchestrator.None ? null : orchestrator.Name, IsLeaving = _isLeaving, Overrides = _overrides.All,
        };
        var isConcerned = report.Roles.HasFlag(SiloRoles.Worker) ? report.Pools.Any(pool => pool.Scaling is not null) : inventory.KnowsScaledModels;
        if (!isConcerned) return;
        try
        {
            _overrides.Merge(await autoscaler().Report(report).WaitAsync(AnswerTimeout, time));
        }
        catch (Exception exception)
        {
            // Harmless: the next report says it all again.
            LogLost(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The autoscaler did not take this silo's report: {Reason}")]
    private partial void LogLost(string reason);
}
