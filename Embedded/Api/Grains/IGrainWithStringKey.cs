namespace Orleans;

/// <summary>A grain that is identified by a text.</summary>
public interface IGrainWithStringKey : IGrain;
