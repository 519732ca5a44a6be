using System.ComponentModel.DataAnnotations;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>The silo's dispatcher; bound from the section <c>Dispatcher</c>.</summary>
public sealed class DispatcherOptions
{
    public const string Section = "Dispatcher";

    /// <summary>
    /// The longest that a request without a deadline of its own may take, retries included, so that a lost message can't hold a caller
    /// for ever. Default: one minute.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan DefaultTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Which pool a request goes to: <c>least_work</c>, where it would be done first; <c>least_queue</c>, <c>power_of_two_choices</c>,
    /// <c>round_robin</c> or <c>prequal</c>. Default: <c>least_work</c>.
    /// </summary>
    [AllowedValues(PolicyNames.LeastWork, PolicyNames.LeastQueue, PolicyNames.PowerOfTwoChoices, PolicyNames.RoundRobin, PolicyNames.Prequal)]
    public string Policy { get; set; } = Policies.RoutingPolicies.Default;

    /// <summary>
    /// Whether a request waits in the dispatcher, from where it can still go to any pool, until one has room for it; else it joins the queue of the pool that is
    /// picked when it comes. Default: true.
    /// </summary>
    public bool LateBinding { get; set; } = true;
}
