using Orleans.Placement;

namespace OrleansInference.Engine.Tests.Placement;

public sealed class OnSiloAttribute() : PlacementAttribute(new OnSiloStrategy());
