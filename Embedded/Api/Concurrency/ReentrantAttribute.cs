namespace Orleans.Concurrency;

/// <summary>Lets all requests of a grain class interleave at awaits.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
