namespace Orleans;

/// <summary>Keeps the class's activations from idle collection.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class KeepAliveAttribute : Attribute;
