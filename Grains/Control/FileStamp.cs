namespace OrleansInference.Control;

/// <summary>A file as it was when it was looked at.</summary>
/// <param name="Path">Within the model's directory.</param>
/// <param name="Length">In bytes; −1 where there is no such file.</param>
/// <param name="ChangedAt">When its content was last written.</param>
public readonly record struct FileStamp(string Path, long Length, DateTimeOffset ChangedAt);
