namespace OrleansInference.Routing.Traffic;

/// <summary>One thing that is wrong with a <see cref="TrafficSpec"/>.</summary>
/// <param name="Key">The setting, as callers name it.</param>
/// <param name="Text">Its value, and what is allowed; the key stands before it.</param>
internal readonly record struct TrafficProblem(string Key, string Text)
{
    public override string ToString() => $"{Key} {Text}";
}
