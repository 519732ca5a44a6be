namespace OrleansInference.Drills.Load;

/// <summary>One request.</summary>
/// <param name="Due">When it was to be sent, in seconds from the start of the load.</param>
/// <param name="Seconds">From <paramref name="Due"/> to its end.</param>
/// <param name="End">How it ended.</param>
/// <param name="Door">The silo whose door it ended at.</param>
/// <param name="Error">What was said; empty where it was answered.</param>
/// <param name="Moved">Whether a connection broke under it before, and it went on at another door.</param>
internal sealed record RequestRecord(double Due, double Seconds, RequestEnd End, string Door, string Error = "", bool Moved = false);
