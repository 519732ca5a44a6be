using System.Globalization;

namespace Orleans;

/// <summary>How long the class's activations may be idle before they are collected. At least <see cref="MinAgeLimit"/>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class CollectionAgeLimitAttribute : Attribute
{
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    private readonly TimeSpan? _explicit;

    public CollectionAgeLimitAttribute() { }

    /// <param name="inactivityPeriod">Such as <c>00:10:00</c>.</param>
    public CollectionAgeLimitAttribute(string inactivityPeriod)
    {
        InactivityPeriod = inactivityPeriod;
        _explicit = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);
    }

    public string? InactivityPeriod { get; }

    public double Days { get; set; }

    public double Hours { get; set; }

    public double Minutes { get; set; }

    /// <summary>Never collect.</summary>
    public bool AlwaysActive { get; set; }

    public TimeSpan AgeLimit
    {
        get
        {
            var span = _explicit ?? TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
            return span <= TimeSpan.Zero ? TimeSpan.FromMinutes(15) : span < MinAgeLimit ? MinAgeLimit : span;
        }
    }
}
