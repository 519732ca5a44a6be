using OrleansInference.Routing.Failures;

namespace OrleansInference.Routing;

/// <summary>How a dispatcher routes the requests of a model.</summary>
/// <param name="Policy">A name that <see cref="Policies.RoutingPolicies"/> knows.</param>
/// <param name="LateBinding">See <see cref="DispatcherOptions.LateBinding"/>.</param>
/// <param name="Failures">What it does about pools that fail.</param>
internal sealed record RoutingSettings(string Policy, bool LateBinding, FailureOptions Failures);
