using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace OrleansInference.Torch;

/// <summary>
/// What a program's file says of its <c>forward</c>: the archive holds the program as source, in a subset of Python. Used where
/// the binding does not tell.
/// </summary>
/// <param name="Arguments">In order, without <c>self</c>.</param>
/// <param name="ReturnType">As TorchScript writes it.</param>
/// <param name="Returns">Names of what it returns, null where one has none; default where the type does not tell.</param>
internal sealed record ProgramSource(ImmutableArray<SourceArgument> Arguments, string ReturnType, ImmutableArray<string?> Returns)
{
    /// <exception cref="ProgramException">The file is not a TorchScript archive.</exception>
    public static ProgramSource Read(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            return Read(new SourceArchive(archive));
        }
        catch (InvalidDataException exception)
        {
            throw new ProgramException(exception.Message);
        }
    }

    private static ProgramSource Read(SourceArchive archive)
    {
        var (arguments, returnType) = ForwardSignature.Parse(archive.ReadClass(archive.ReadProgramName()));
        return new ProgramSource(arguments, returnType, ReadReturns(archive, returnType));
    }

    private static ImmutableArray<string?> ReadReturns(SourceArchive archive, string type)
    {
        if (type == "Tensor")
            return [null];
        if (type.StartsWith("Tuple[", StringComparison.Ordinal))
        {
            var elements = SourceText.Split(type["Tuple[".Length..^1]);
            return elements.All(element => element == "Tensor") ? [.. elements.Select(_ => (string?)null)] : default;
        }
        return type.StartsWith("__torch__.", StringComparison.Ordinal) ? ForwardSignature.ParseFields(archive.ReadClass(type)) : default;
    }
}
