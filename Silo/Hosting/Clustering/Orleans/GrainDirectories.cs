using Orleans.Runtime.GrainDirectory;

namespace OrleansInference.Hosting.Clustering;

internal static class GrainDirectories
{
    /// <summary>Has no directory be asked for grains that are in none.</summary>
    public static ISiloBuilder AskNoDirectoryInVain(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<IGrainDirectoryResolver, NoGrainDirectory>();
        return silo;
    }
}
