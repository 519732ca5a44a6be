using System.Collections.Immutable;

namespace OrleansInference.Autoscaling.Placement;

/// <summary>
/// How many silos there are to be, and which one is to go: one step of a way, from what is seen and a small state. What was asked for stays asked for until one silo fewer
/// would have done for <see cref="SpareTime"/>; so an orchestrator that lags, fails or gives fewer changes nothing, and a silo that dies comes back.
/// </summary>
internal sealed partial class SiloStep
{
    /// <summary>A silo goes once one fewer would have done for so long.</summary>
    public static readonly TimeSpan SpareTime = TimeSpan.FromMinutes(5);

    /// <summary>A silo that was asked for is counted on for so long; and emptying one may take so long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ClusterView _view;
    private readonly PlacementState _state;
    private readonly PlacementDraft _now;
    private readonly List<string> _reasons = [];
    private readonly int _present, _min, _max;
    private readonly bool _minimumOvercommits;

    public SiloStep(ClusterView view, PlacementState state)
    {
        (_view, _state) = (view, state);
        _now = new PlacementDraft(view);
        _present = _now.Stays.Count(stays => stays);
        var host = view.Input.Host;
        _min = host?.Min ?? 0;
        _max = Math.Max(_min, host?.Max ?? int.MaxValue);
        // While silos can still come, what is more than the first replica waits for them.
        _minimumOvercommits = host is null || _present >= _max || state.Awaited.Any(IsMissing);
        if (host is null) TakeWithoutHost();
        else Take(host);
    }

    /// <summary>With all that is added, and nothing taken away yet.</summary>
    public PlacementDraft Draft { get; private set; } = null!;

    /// <summary>By version: replicas that get room from silos on their way.</summary>
    public int[] Coming { get; private set; } = [];

    public HostRequest Request { get; private set; } = null!;

    public int Staying { get; private set; }

    public ImmutableArray<string> Reasons => [.. _reasons];

    public PlacementState Next { get; private set; } = PlacementState.Empty;

    private DateTimeOffset Now => _view.Input.Now;

    private void TakeWithoutHost()
    {
        var (draft, need) = Try(without: -1);
        var (further, why) = need.For(steps: 1);
        if (why is not null) _reasons.Add($"{_present + further} silos would do, {_present} are there: {why}, and nothing starts silos");
        // What is shown, and what KEDA may ask for, stands as long as what is asked of an orchestrator.
        var silos = Math.Max(_state.Silos ?? 0, _present + further);
        DateTimeOffset? since = silos > _present + further ? _state.SpareSince ?? Now : null;
        if (Now - since >= SpareTime) (silos, since) = (_present + further, null);
        Set(draft, need, silos, goes: -1, new PlacementState { SpareSince = since });
    }

    private void Take(HostStatus host)
    {
        var asked = _state.Silos ?? Math.Max(_present, host.Asked);
        var emptying = _view.IndexOf(_state.Emptying);
        if (emptying >= 0 && _view.IsLeaving(emptying)) emptying = -1;
        if (_state.Emptying is not null && emptying < 0) asked--; // it has gone
        asked = Math.Max(_min, Math.Min(Math.Max(asked, _present), Math.Max(_max, _present)));

        if (emptying >= 0 && GoOn(emptying, asked)) return;
        var spareSince = emptying >= 0 ? null : _state.SpareSince;

        var (draft, need) = Try(without: -1);
        var (further, why) = need.For(steps: 1);
        if (why is not null) _reasons.Add($"{_present + further} silos are wanted, {_present} are there: {why}");
        asked = Math.Max(asked, _present + further);
        Shrink(draft, need, asked, spareSince);
    }

    /// <summary>The next step of emptying a silo; false, with the reason told, where it is to stay after all.</summary>
    private bool GoOn(int silo, int asked)
    {
        var (draft, need) = Try(silo);
        var isEmpty = _view.IsEmpty(silo);
        var why = silo == _view.HostSilo ? "its orchestrator is the one that is used now"
            : !isEmpty && Now - _state.EmptyingSince >= Patience ? $"what it has was not ready elsewhere within {Patience.TotalMinutes:0} minutes"
            : _view.Input.Host!.Asked >= asked && !CanGo(silo) ? $"only {_view.Input.Host.NextToGo} can go now"
            : WhyItStays(silo, draft, need, steps: 1);
        if (why is not null)
        {
            _reasons.Add($"{Name(silo)} stays: {why}");
            return false;
        }
        _reasons.Add(isEmpty
            ? $"{Name(silo)} is empty and may go: {asked - 1} silos have room for all"
            : $"{Name(silo)} is being emptied since {_state.EmptyingSince:HH:mm:ss}: {asked - 1} silos have room for all");
        Set(draft, need, isEmpty ? asked - 1 : asked, isEmpty ? silo : -1, _state);
        return true;
    }

    /// <summary>One silo fewer, where that would have done for long enough.</summary>
    private void Shrink(PlacementDraft draft, SiloNeed need, int asked, DateTimeOffset? spareSince)
    {
        var isAwaited = asked > _present;
        var silo = -1;
        // Room for two next steps: else it would be asked for again at the first small rise.
        var isSpare = asked > Math.Max(_min, 1)
            && (isAwaited ? _present + need.For(steps: 2).Silos < asked : (silo = FirstThatMayGo()) >= 0);
        spareSince = isSpare ? spareSince ?? Now : null;
        var state = new PlacementState { SpareSince = spareSince };
        if (!isSpare || (Now - spareSince < SpareTime && asked <= _max))
        {
            Set(draft, need, asked, goes: -1, state);
        }
        else if (isAwaited)
        {
            _reasons.Add($"{asked - 1} silos have room for all since {spareSince:HH:mm:ss}: one that has not come is no more asked for");
            Set(draft, need, asked - 1, goes: -1, state);
        }
        else
        {
            _reasons.Add($"{asked - 1} silos have room for all since {spareSince:HH:mm:ss}: {Name(silo)} is to be emptied");
            var without = Try(silo);
            Set(without.Draft, without.Need, asked, goes: -1, state with { Emptying = _view.Silos[silo].Report.Silo, EmptyingSince = Now });
        }
    }

    private void Set(PlacementDraft draft, SiloNeed need, int silos, int goes, PlacementState state)
    {
        Draft = draft;
        Staying = goes < 0 ? _present : _present - 1;
        var isHosted = _view.Input.Host is not null;
        var awaited = isHosted ? Awaited(Math.Max(0, silos - Staying)) : [];
        var missing = awaited.Count(IsMissing);
        if (awaited.Length > missing) _reasons.Add($"{awaited.Length - missing} on their way since {awaited[missing]:HH:mm:ss}");
        if (missing > 0) _reasons.Add($"{missing} asked for since {awaited[0]:HH:mm:ss} and not come: still asked for, but no more counted on");
        Coming = need.Coming(awaited.Length - missing);
        var leaving = Enumerable.Range(0, _view.Silos.Length).Where(s => s == goes || (_view.IsLeaving(s) && _view.IsEmpty(s))).OrderBy(s => s != goes);
        Request = new HostRequest(silos, [.. leaving.Select(s => new HostSilo(_view.Silos[s].Report.Name, _view.Silos[s].Report.Silo))]);
        Next = state with { Silos = goes < 0 ? silos : silos + 1, Awaited = awaited };
    }

    private ImmutableArray<DateTimeOffset> Awaited(int silos)
    {
        var awaited = _state.Awaited;
        return silos <= awaited.Length ? awaited[^silos..] : awaited.AddRange(Enumerable.Repeat(Now, silos - awaited.Length));
    }

    private bool IsMissing(DateTimeOffset since) => Now - since >= Patience;

    private string Name(int silo) => _view.Silos[silo].Report.Name;
}
