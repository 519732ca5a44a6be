using System.Collections.Immutable;
using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Hosts;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>
/// Sets the replicas of the StatefulSet or Deployment that the silos' pods belong to, through its scale subresource. It reads what is there, decides, marks the pods
/// that are to go, and sets the number on the condition that nobody has changed the object meanwhile. It looks every few seconds and watches nothing, so there is no connection to
/// keep alive. What fails is told, and tried again with back-off.
/// </summary>
internal sealed partial class KubernetesOrchestrator(KubernetesTarget target, KubernetesApi api, TimeProvider time, Random random, ILogger<KubernetesOrchestrator> logger) : IHostOrchestrator
{
    /// <summary>Between two looks while the same is wanted.</summary>
    public static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(5);

    /// <summary>The longest that a call takes.</summary>
    public static readonly TimeSpan CallBound = TimeSpan.FromSeconds(4);

    /// <summary>Of reading and setting within a call, where others change the object in between.</summary>
    private const int Attempts = 3;

    private readonly BackOff _backOff = new(time, random, first: TimeSpan.FromSeconds(1), most: TimeSpan.FromMinutes(1));
    private readonly CountWatch _watch = new(time);
    private HostStatus _status = new() { Asked = 0, Running = 0 };
    private HostRequest? _done;
    private long _looked;
    private int _isBusy;

    public string Name => "kubernetes";

    public async Task<HostStatus> ScaleAsync(HostRequest request, CancellationToken cancellationToken)
    {
        // A call that overlaps another has nothing to add to it.
        if (Interlocked.Exchange(ref _isBusy, 1) == 1) return _status;
        try
        {
            if (_backOff.Left > TimeSpan.Zero) return _status with { Activity = $"It tries again in {_backOff.Left.TotalSeconds:0} s." };
            if (request == _done && time.GetElapsedTime(_looked) < LookPeriod) return _status;
            using var bound = new CancellationTokenSource(CallBound, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
            await LookAsync(request, either.Token);
            return _status;
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private async Task LookAsync(HostRequest request, CancellationToken cancellationToken)
    {
        var failure = await TryAsync(request, cancellationToken);
        (_done, _looked) = (failure is null ? request : null, time.GetTimestamp());
        if (failure is null)
        {
            _backOff.Succeeded();
            return;
        }
        _backOff.Failed(failure.RetryAfter);
        Tell(_status with { Problem = failure.Problem, Activity = $"It tries again in {_backOff.Left.TotalSeconds:0} s." });
    }

    /// <summary>Null where everything was done that can be done now; else what failed.</summary>
    private async Task<ApiAnswer?> TryAsync(HostRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var read = await api.SendAsync(ApiRequest.ReadScale(target), cancellationToken);
            if (read.Problem is not null) return read;
            if (Scale.Of(read.Body) is not { } scale) return ApiAnswer.Failed(0, $"{target.ApiServer} answers, but not as an API server does: there is no Scale in what it says of {target}.");
            _watch.Saw(scale.Replicas);
            var listed = await api.SendAsync(ApiRequest.ListPods(target, scale.Selector), cancellationToken);
            var pods = listed.Problem is null ? Pod.ListOf(listed.Body) : default;

            var goal = Decide(request, scale, pods);
            if (await MarkAsync(goal, pods, cancellationToken) is { } unmarked) return unmarked;
            if (goal.Replicas != scale.Replicas)
            {
                var set = await api.SendAsync(ApiRequest.SetScale(target, goal.Replicas, scale.ResourceVersion), cancellationToken);
                if (set.Status == ApiAnswer.Conflict && attempt < Attempts) continue;
                if (set.Problem is not null) return set;
                LogSet(target, scale.Replicas, goal.Replicas);
                _watch.Expect(goal.Replicas);
                scale = Scale.Of(set.Body) ?? scale with { Replicas = goal.Replicas };
            }
            Tell(PodReport.Of(target, scale, pods, goal.Reason, _watch.Problem ?? listed.Problem));
            return null;
        }
    }

    private ReplicaGoal Decide(HostRequest request, Scale scale, ImmutableArray<Pod> pods)
    {
        var wanted = Math.Max(1, request.Silos); // at none, nobody would be left to start one
        if (_watch.IsPaused) return new ReplicaGoal(scale.Replicas);
        if (wanted >= scale.Replicas) return new ReplicaGoal(wanted);
        if (pods.IsDefault) return new ReplicaGoal(scale.Replicas, "It shrinks only once it can be seen which pods there are.");
        return target.Kind == WorkloadKind.StatefulSet
            ? StatefulSetRemoval.Decide(scale.Replicas, wanted, pods, request.Leaving)
            : DeploymentRemoval.Decide(scale.Replicas, wanted, pods, request.Leaving);
    }

    /// <summary>Marks the pods that are to go, and unmarks those that were to go once. Null where that is done.</summary>
    private async Task<ApiAnswer?> MarkAsync(ReplicaGoal goal, ImmutableArray<Pod> pods, CancellationToken cancellationToken)
    {
        if (target.Kind != WorkloadKind.Deployment || pods.IsDefault) return null;
        foreach (var (pod, cost) in DeletionCosts.Changes(pods, goal.Going))
        {
            var marked = await api.SendAsync(ApiRequest.SetDeletionCost(target, pod.Name, cost), cancellationToken);
            if (marked.Problem is not null && marked.Status != ApiAnswer.NotFound) return marked; // one that is gone needs no mark
        }
        return null;
    }

    private void Tell(HostStatus status)
    {
        if (status.Problem is { } problem && problem != _status.Problem) LogProblem(problem);
        if (status.Problem is null && _status.Problem is not null) LogRecovered(target);
        _status = status;
    }
}
