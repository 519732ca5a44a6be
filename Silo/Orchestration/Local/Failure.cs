using System.Globalization;

namespace OrleansInference.Orchestration.Local;

/// <summary>A silo's end that nobody asked for.</summary>
internal sealed record Failure(string Silo, TimeSpan Lived, string Reason, DateTimeOffset StartsAgainAt)
{
    public string Tell(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"Silo {Silo} ended after {Lived.TotalSeconds:0.#} s: {Reason}. It {(now < StartsAgainAt ? $"starts again in {(StartsAgainAt - now).TotalSeconds:0.#} s" : "was started again")}.");
}
