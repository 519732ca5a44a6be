namespace Orleans.Core;

/// <summary>Reads, writes and clears a grain's state.</summary>
public interface IStorage
{
    /// <summary>Of what was read or written last; a write or clear of anything else fails.</summary>
    string? Etag { get; }

    bool RecordExists { get; }

    Task ClearStateAsync();

    Task WriteStateAsync();

    Task ReadStateAsync();
}
