using Orleans.Placement;

namespace OrleansInference.Embedded.Tests.Placement;

public sealed class OnSiloAttribute() : PlacementAttribute(new OnSiloStrategy());
