namespace Orleans;

/// <summary>A grain that is identified by a <see cref="Guid"/>.</summary>
public interface IGrainWithGuidKey : IGrain;
