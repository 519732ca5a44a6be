namespace Orleans;

/// <summary>A grain that is identified by a number.</summary>
public interface IGrainWithIntegerKey : IGrain;
