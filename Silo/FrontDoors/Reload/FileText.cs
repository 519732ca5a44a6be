namespace OrleansInference.FrontDoors.Reload;

/// <summary>A text file as it was read: its text, or why there is none.</summary>
internal sealed record FileText(string Path, string? Text, string? Error)
{
    public static FileText Read(string path)
    {
        try
        {
            return new FileText(path, File.ReadAllText(path), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new FileText(path, null, exception.Message);
        }
    }
}
