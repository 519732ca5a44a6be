using System.Collections.Immutable;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>A decision while rule after rule is asked.</summary>
internal sealed class DecisionDraft(int wanted)
{
    private readonly ImmutableArray<ScalingReason>.Builder _reasons = ImmutableArray.CreateBuilder<ScalingReason>();

    /// <summary>Replicas that are wanted after the rules so far.</summary>
    public int Wanted { get; private set; } = wanted;

    public ImmutableArray<ScalingReason> Reasons => _reasons.ToImmutable();

    /// <summary>The short window stands out now.</summary>
    public bool IsBurst { get; set; }

    /// <summary>Of those that are wanted, so many are only to work off what waits.</summary>
    public int ForBacklog { get; set; }

    /// <summary>Nobody has asked for so long that none is to be left.</summary>
    public bool IsIdle { get; set; }

    public void Set(string rule, int replicas, string text)
    {
        Wanted = replicas;
        _reasons.Add(new ScalingReason(rule, replicas, text));
    }

    /// <summary>Says nothing where there are as many already.</summary>
    public void AtLeast(string rule, int replicas, string text)
    {
        if (replicas > Wanted) Set(rule, replicas, text);
    }

    /// <summary>Says nothing where there are no more.</summary>
    public void AtMost(string rule, int replicas, string text)
    {
        if (replicas < Wanted) Set(rule, replicas, text);
    }
}
