using System.ComponentModel.DataAnnotations;
using Orleans.Configuration;

namespace OrleansInference.Hosting;

/// <summary>Messages between silos, from the section <c>Cluster</c>.</summary>
internal sealed class MessageOptions
{
    public const string Section = "Cluster";

    /// <summary>
    /// The longest message from one silo to another, in bytes; the same on all silos. A request or an answer that would be longer is refused, so no door may take longer ones. Default
    /// 100 MB.
    /// </summary>
    [Range(1 << 20, 1 << 30)]
    public int MaxMessageBytes { get; set; } = 100 * 1024 * 1024;

    public void ApplyTo(SiloMessagingOptions messaging) => messaging.MaxMessageBodySize = MaxMessageBytes;
}
