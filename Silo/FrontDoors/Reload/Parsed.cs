using System.Collections.Immutable;

namespace OrleansInference.FrontDoors.Reload;

/// <summary>A value, or everything that is wrong; exactly one of them.</summary>
internal readonly record struct Parsed<T>(T? Value, ImmutableArray<string> Mistakes)
    where T : class
{
    public static Parsed<T> Of(T value) => new(value, []);

    public static Parsed<T> Wrong(params ImmutableArray<string> mistakes) => new(null, mistakes);
}
