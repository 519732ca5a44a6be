using OrleansInference.Work;

namespace OrleansInference.Routing;

/// <summary>What a request will cost.</summary>
/// <param name="Features">What its cost depends on.</param>
/// <param name="Items">Length of the batch dimension that it brings; 1 for a model that does not batch.</param>
/// <param name="Seconds">At the fastest pool, by the estimate.</param>
internal readonly record struct RequestWork(WorkFeatures Features, int Items, double Seconds);
