using System.Diagnostics;
using System.Text;
using Orleans.Storage;
using OrleansInference.Hosting;

namespace OrleansInference.Storage;

/// <summary>
/// Documents as files of a folder. A file is replaced as a whole: written beside, flushed, and renamed, and then the folder is flushed too; whatever happens meanwhile, the old one or the
/// new one is there. Processes of one machine that share the folder take turns by a lock on a file of it, which the system gives back when its holder dies.
/// </summary>
internal sealed class StateFolder(string path)
{
    private const string LockName = ".lock";
    private const string ProbeName = ".probe";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(5);

    /// <summary>Makes the folder where it is missing, and tries to write there; null, or why that can't be.</summary>
    public async Task<string?> ProblemAsync()
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
            await using var held = await LockAsync();
            Replace(ProbeName, "{}"u8.ToArray());
            File.Delete(Path.Combine(path, ProbeName));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    /// <summary>A document and its tag; nulls where there is none.</summary>
    public async Task<(string? Text, string? Tag)> ReadAsync(string document)
    {
        // Without the lock: a file is never seen half written.
        var content = await Task.Run(() => Read(StateFile.NameOf(document)));
        return (content is null ? null : Encoding.UTF8.GetString(content), StateFile.TagOf(content));
    }

    /// <summary>Replaces a document; null takes it away. Returns its tag.</summary>
    /// <param name="tag">Of what is replaced; null where there is to be none.</param>
    /// <exception cref="InconsistentStateException">There is another.</exception>
    /// <exception cref="IOException">It can't be written; what was there is.</exception>
    public async Task<string> WriteAsync(string document, string? text, string? tag)
    {
        var name = StateFile.NameOf(document);
        try
        {
            await using var held = await LockAsync();
            return await Task.Run(() => Write(name, text is null ? null : Encoding.UTF8.GetBytes(text), tag));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{Path.Combine(path, name)} can't be written: {exception.Message}. What was in it still is. See that the disk has room and that this user may write there", exception);
        }
    }

    private string Write(string name, byte[]? content, string? tag)
    {
        var stored = StateFile.TagOf(Read(name));
        if (stored != tag) throw new InconsistentStateException($"{Path.Combine(path, name)} was written by another", stored, tag);
        if (content is not null) Replace(name, content);
        else File.Delete(Path.Combine(path, name));
        return StateFile.TagOf(content)!;
    }

    private byte[]? Read(string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(path, name));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Replace(string name, byte[] content)
    {
        // What a process left behind that was killed here is overwritten: only the holder of the lock writes.
        var beside = $".{name}.new";
        using (var file = Open(beside, FileMode.Create))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(Path.Combine(path, beside), Path.Combine(path, name), overwrite: true);
        Posix.FlushFolder(path);
    }

    private async Task<FileStream> LockAsync()
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return Open(LockName, FileMode.OpenOrCreate);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(began) < LockTimeout)
            {
                await Task.Delay(LockPause);
            }
        }
    }

    private FileStream Open(string name, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(Path.Combine(path, name), options);
    }
}
