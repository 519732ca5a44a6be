using System.ComponentModel.DataAnnotations;

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
}
