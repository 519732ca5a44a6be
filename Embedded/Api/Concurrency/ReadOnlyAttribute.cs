namespace Orleans.Concurrency;

/// <summary>On a method of a grain interface: it may interleave with other read-only requests.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
