namespace OrleansInference.Routing;

/// <summary>What a dispatcher says to a pool that offers it a place.</summary>
[GenerateSerializer, Alias("oi.OfferAnswer")]
public enum OfferAnswer
{
    /// <summary>Nothing waits any more.</summary>
    Declined = 1,

    /// <summary>A request is on its way.</summary>
    Taken = 2,

    /// <summary>A request is on its way, and more wait for the next places.</summary>
    TakenAndMore = 3,
}
