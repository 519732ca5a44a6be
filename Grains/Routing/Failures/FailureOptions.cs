using System.ComponentModel.DataAnnotations;

namespace OrleansInference.Routing.Failures;

/// <summary>What a dispatcher does about pools that fail; bound from the section <c>Failures</c>. See docs/failures.md.</summary>
public sealed class FailureOptions
{
    public const string Section = "Failures";

    /// <summary>Most retries of a model in any ten seconds, as a share of its requests, so that retries can't melt a cluster that is failing. Default 0.1.</summary>
    [Range(0.0, 1.0)]
    public double RetryShare { get; set; } = 0.1;

    /// <summary>Retries per second that a model has beside <see cref="RetryShare"/>, so that a quiet one can retry; unused ones last for ten seconds. Default 3.</summary>
    [Range(0, 1000)]
    public int MinRetriesPerSecond { get; set; } = 3;

    /// <summary>An attempt is given at least so long, whatever was estimated: a collection or a slow first request is no failure. Default: one second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MinAttemptLimit { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>An attempt is given so many times what 99 of 100 recent requests took, relative to their estimates. Default 3.</summary>
    [Range(1.0, 100.0)]
    public double AttemptLimitFactor { get; set; } = 3;

    /// <summary>Most work that second copies of late requests may add, as a share of all work in any ten seconds. Default 0: no hedging.</summary>
    [Range(0.0, 0.02)]
    public double HedgeShare { get; set; }

    /// <summary>A pool that fails so many attempts in a row is ejected: it gets no requests for a while. Default 5.</summary>
    [Range(1, 1000)]
    public int ConsecutiveFaults { get; set; } = 5;

    /// <summary>A pool is ejected where its answers, relative to their estimates, are late by so many times what is usual at the other pools. Default 5.</summary>
    [Range(2.0, 1000.0)]
    public double LatencyFactor { get; set; } = 5;

    /// <summary>How long a first ejection lasts; each that follows lasts twice as long as the one before. Default: ten seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan BaseEjection { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest ejection, or <see cref="BaseEjection"/> where that is longer. Default: five minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan MaxEjection { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Most pools of a version that may be ejected or on probation at a time, as a share; never the last one. Default 0.5; 0: none is.</summary>
    [Range(0.0, 0.5)]
    public double MaxEjectedShare { get; set; } = 0.5;

    /// <summary>How long a new pool takes to come to its full share of requests. Default: ten seconds; 0: it has it at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan SlowStartWindow { get; set; } = TimeSpan.FromSeconds(10);
}
