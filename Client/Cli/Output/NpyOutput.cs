using System.Collections.Immutable;
using OrleansInference.Cli.Npy;
using OrleansInference.Models;

namespace OrleansInference.Cli.Output;

/// <summary>Writes a model's outputs as NumPy files.</summary>
internal static class NpyOutput
{
    private const string Extension = ".npy";

    /// <param name="path">Of the one output's file where it ends with .npy; else of a directory, which is made where it is missing.</param>
    /// <param name="outputs">What to write.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The file of each output.</returns>
    public static async Task<ImmutableArray<string>> WriteAsync(string path, ImmutableArray<InferenceTensor> outputs, CancellationToken cancellationToken)
    {
        var files = Files(path, outputs);
        var current = path;
        try
        {
            foreach (var (output, file) in outputs.Zip(files))
            {
                current = file;
                if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
                    Directory.CreateDirectory(folder);
                await File.WriteAllBytesAsync(file, NpyWriter.Write(output), cancellationToken);
            }

            return files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandException($"Can't write '{current}': {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static ImmutableArray<string> Files(string path, ImmutableArray<InferenceTensor> outputs)
    {
        if (!path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            return [.. outputs.Select(output => Path.Combine(path, FileName(output.Name)))];
        return outputs.Length == 1
            ? [path]
            : throw new CommandException(
                $"The model has {outputs.Length} outputs ({string.Join(", ", outputs.Select(output => output.Name))}), and '{path}' is one file: name a directory.");
    }

    // The name is the server's: it must not lead out of the directory.
    private static string FileName(string output) =>
        string.Concat(output.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' ? letter : '_')).TrimStart('.') + Extension;
}
