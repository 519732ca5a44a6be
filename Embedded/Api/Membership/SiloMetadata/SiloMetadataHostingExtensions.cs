using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using OrleansInference.Embedded;

namespace Orleans.Runtime.MembershipService.SiloMetadata;

/// <summary>Lets a silo say what it is.</summary>
public static class SiloMetadataHostingExtensions
{
    /// <summary>To be called once for a silo. The dictionary is read when the silo starts.</summary>
    public static ISiloBuilder UseSiloMetadata(this ISiloBuilder builder, Dictionary<string, string> metadata)
    {
        builder.Services.AddOptions<SiloMetadata>().Configure(own => own.AddMetadata(metadata));
        builder.Services.AddSingleton<SiloMetadataCache>();
        builder.Services.AddSingleton<ISiloMetadataCache>(services => services.GetRequiredService<SiloMetadataCache>());
        return builder;
    }
}
