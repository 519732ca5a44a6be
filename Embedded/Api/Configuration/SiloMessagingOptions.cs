namespace Orleans.Configuration;

/// <summary>Calls that silos make and receive.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>More requests than this waiting for one activation are refused with a <see cref="LimitExceededException"/>; 0, the default: no limit.</summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; }

    /// <summary>How often a request may be sent on because its target moved; 2 by default.</summary>
    public int MaxForwardCount { get; set; } = 2;

    /// <summary>How often a placement that failed is tried again. This engine never does, whatever it is.</summary>
    public int PlacementMaxRetries { get; set; }
}
