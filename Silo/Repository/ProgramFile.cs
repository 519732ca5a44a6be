namespace OrleansInference.Repository;

/// <summary>Finds out why a version's program can't be loaded, as far as the file system tells.</summary>
internal static class ProgramFile
{
    /// <summary>Null where the file is there, has a content and can be opened.</summary>
    public static string? FindProblem(string versionDirectory, string file)
    {
        var path = Path.Combine(versionDirectory, file);
        var shown = Path.Combine(Path.GetFileName(Path.GetDirectoryName(versionDirectory)!), Path.GetFileName(versionDirectory), file);
        if (Directory.Exists(path)) return $"{shown} is a directory; expected a TorchScript file";
        if (!File.Exists(path)) return $"{shown} is missing; {WhatIsThere(versionDirectory)}";
        using var handle = File.OpenHandle(path);
        return RandomAccess.GetLength(handle) == 0 ? $"{shown} is empty" : null;
    }

    private static string WhatIsThere(string versionDirectory)
    {
        const int Most = 5;
        var names = Directory.EnumerateFileSystemEntries(versionDirectory).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0) return "its directory is empty";
        var shown = string.Join(", ", names.Take(Most)) + (names.Count > Most ? ", …" : "");
        return $"its directory has {shown}: rename the program, or name it with default_model_filename in config.pbtxt";
    }
}
