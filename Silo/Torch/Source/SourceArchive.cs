using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansInference.Torch;

/// <summary>
/// The archive of <c>torch.jit.save</c>: <c>name/data.pkl</c> is the program's object, <c>name/code/__torch__/….py</c> its classes, one
/// file a module.
/// </summary>
internal sealed partial class SourceArchive(ZipArchive archive)
{
    /// <summary>More than any signature needs; a guard against an archive that inflates without end.</summary>
    private const int MaxSourceBytes = 16 << 20;

    /// <summary>The qualified name of the program's class, such as <c>__torch__.models.Encoder</c>.</summary>
    /// <exception cref="ProgramException">This is not the archive of a program.</exception>
    public string ReadProgramName()
    {
        // The pickle of an object begins with its class: protocol 2, opcode c (GLOBAL), module, newline, name, newline.
        var match = PickledClass().Match(Latin1("/data.pkl"));
        if (!match.Success || !archive.Entries.Any(entry => entry.FullName.Contains("/code/", StringComparison.Ordinal)))
            throw new ProgramException("the archive holds no program (constants.pkl and code/ come from torch.jit.save)");
        return $"{match.Groups[1].Value}.{match.Groups[2].Value}";
    }

    /// <summary>The text of a class, from its <c>class</c> line to the next one.</summary>
    /// <exception cref="ProgramException">There is no such class.</exception>
    public string ReadClass(string name)
    {
        var dot = name.LastIndexOf('.');
        var source = Latin1($"/code/{name[..dot].Replace('.', '/')}.py");
        var start = source.IndexOf($"class {name[(dot + 1)..]}(", StringComparison.Ordinal);
        if (start < 0)
            throw new ProgramException($"the archive has no class {name}");
        var end = source.IndexOf("\nclass ", start, StringComparison.Ordinal);
        return end < 0 ? source[start..] : source[start..end];
    }

    private string Latin1(string suffix)
    {
        var entry = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith(suffix, StringComparison.Ordinal))
            ?? throw new ProgramException($"the archive has no entry …{suffix}");
        if (entry.Length > MaxSourceBytes)
            throw new ProgramException($"the entry {entry.FullName} has {entry.Length} bytes; at most {MaxSourceBytes} are read");
        using var reader = new StreamReader(entry.Open(), Encoding.Latin1);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^\x80\x02c([\w.]+)\n(\w+)\n")]
    private static partial Regex PickledClass();
}
