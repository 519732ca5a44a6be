using System.Collections.Immutable;
using OrleansInference.Autoscaling.Placement;

namespace OrleansInference.Autoscaling;

/// <summary>What the host orchestrator was asked for and has said.</summary>
internal sealed class HostWatch
{
    /// <summary>It is asked again after so long also where nothing has changed, because it may have lost what it was doing.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(10);

    private HostRequest? _asked;
    private DateTimeOffset _askedAt;
    private string? _problem;
    private bool _isBusy;

    /// <summary>What it last said; null where it has said nothing yet.</summary>
    public HostStatus? Status { get; private set; }

    public void Answered(HostStatus status) => (Status, _problem, _isBusy) = (status, status.Problem, false);

    public void Failed(string problem) => (_problem, _isBusy) = (problem, false);

    /// <summary>Whether it is to be asked now, and not while it still works on what it was asked before; what was wanted meanwhile is due once it has answered.</summary>
    public bool IsDue(HostRequest request, DateTimeOffset now)
    {
        if (_isBusy || (request == _asked && now - _askedAt < AskAgain)) return false;
        (_asked, _askedAt, _isBusy) = (request, now, true);
        return true;
    }

    public HostScaling Scaling(string? orchestrator, PlacementPlan? plan, int silos) => new()
    {
        Orchestrator = orchestrator, Silos = plan?.Silos ?? silos, Wanted = plan?.Request.Silos ?? silos,
        Reasons = [.. plan?.Reasons ?? [], .. (ImmutableArray<string>)(Status?.Activity is { } activity ? [activity] : [])],
        Problem = _problem,
    };
}
