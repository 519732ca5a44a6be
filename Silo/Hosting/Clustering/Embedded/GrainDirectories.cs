namespace OrleansInference.Hosting.Clustering;

internal static class GrainDirectories
{
    /// <summary>The embedded engine asks none.</summary>
    public static ISiloBuilder AskNoDirectoryInVain(this ISiloBuilder silo) => silo;
}
