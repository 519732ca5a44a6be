using System.Diagnostics.CodeAnalysis;
using System.Text;
using OrleansInference.Control;

namespace OrleansInference.Repository;

/// <summary>Reads files beside and below a model's configuration, with a bound on their size and reasons for the operator.</summary>
internal sealed class ModelFiles(string directory)
{
    private readonly Dictionary<string, FileStamp> _stamps = [];

    /// <summary>Configurations have a few KB, lists of labels a few hundred.</summary>
    private const int MaxTextBytes = 4 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a path is relative and stays below where it starts.</summary>
    public static bool IsInside(string path) =>
        path.Length > 0 && !Path.IsPathRooted(path) && !path.Contains('\0', StringComparison.Ordinal)
        && !path.Split('/', '\\').Contains("..");

    /// <summary>Every file that was asked for, as it was just before it was read.</summary>
    public IEnumerable<FileStamp> Stamps => _stamps.Values;

    /// <summary>Notes how a file is now.</summary>
    public static FileStamp Stamp(string directory, string path)
    {
        var link = new FileInfo(Path.Combine(directory, path));
        if (!File.Exists(link.FullName)) return new FileStamp(path, -1, default);
        var file = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link; // what a link points to is what changes
        return new FileStamp(path, file.Length, new DateTimeOffset(file.LastWriteTimeUtc));
    }

    public bool TryRead(string path, int maxBytes, [NotNullWhen(true)] out byte[]? bytes, out string problem)
    {
        bytes = null;
        problem = "";
        if (!IsInside(path))
        {
            problem = $"'{path}' is not a path within the model's directory";
            return false;
        }
        try
        {
            _stamps[path] = Stamp(directory, path);
            using var file = File.OpenHandle(Path.Combine(directory, path), options: FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(file);
            if (length > maxBytes)
            {
                problem = $"{path} has {length} bytes; allowed: at most {maxBytes}";
                return false;
            }
            var buffer = new byte[length];
            var read = 0;
            while (read < buffer.Length && RandomAccess.Read(file, buffer.AsSpan(read), read) is var some and > 0) read += some;
            bytes = buffer[..read];
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = $"{path} is missing";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            problem = $"{path} can't be read: {exception.Message}";
        }
        return false;
    }

    /// <summary>A file of UTF-8, without its byte order mark.</summary>
    public bool TryReadText(string path, [NotNullWhen(true)] out string? text, out string problem)
    {
        text = null;
        if (!TryRead(path, MaxTextBytes, out var bytes, out problem)) return false;
        try
        {
            text = Utf8.GetString(bytes).TrimStart('\uFEFF');
            return true;
        }
        catch (DecoderFallbackException exception)
        {
            problem = $"{path} is not UTF-8 at byte {exception.Index}";
            return false;
        }
    }
}
