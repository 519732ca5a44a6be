namespace Orleans;

/// <summary>A grain's state as its storage sees it.</summary>
public interface IGrainState<T>
{
    T? State { get; set; }

    /// <summary>Of what was read or written last; null where nothing was.</summary>
    string? ETag { get; set; }

    bool RecordExists { get; set; }
}
