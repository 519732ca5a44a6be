namespace OrleansInference.Cli.Inputs;

/// <summary>Reads what an option names: a file, or standard input for <c>-</c>.</summary>
internal static class InputFile
{
    private const int MostBytes = 64 * 1024 * 1024;

    public static async Task<byte[]> ReadAsync(string path, Stream standardInput, CancellationToken cancellationToken)
    {
        if (path == "-")
            return await ReadStreamAsync("standard input", standardInput, cancellationToken);
        try
        {
            await using var file = File.OpenRead(path);
            return await ReadStreamAsync(path, file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"Can't read '{path}': {exception.Message}", exception);
        }
    }

    private static async Task<byte[]> ReadStreamAsync(string name, Stream source, CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        var buffer = new byte[81920];
        for (int count; (count = await source.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            content.Write(buffer, 0, count);
            if (content.Length > MostBytes)
                throw new CommandException($"'{name}' has more than {MostBytes >> 20} MB, the most that is sent.");
        }

        return content.ToArray();
    }
}
