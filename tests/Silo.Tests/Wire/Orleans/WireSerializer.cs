using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.TypeSystem;
using OrleansInference.Hosting;
using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.Wire;

/// <summary>The engine's own serializer, as a silo of this release has it: it knows no type of the tests.</summary>
internal static class WireSerializer
{
    private static readonly ServiceProvider OfThisRelease = new ServiceCollection().AddSerializer(AddReleased).BuildServiceProvider();

    private static readonly ServiceProvider OfAnother =
        new ServiceCollection().AddSerializer(builder => AddReleased(builder.AddAssembly(typeof(WireSerializer).Assembly))).BuildServiceProvider();

    /// <summary>Knows what this release knows.</summary>
    public static Serializer Ours => OfThisRelease.GetRequiredService<Serializer>();

    /// <summary>Knows the types of the tests as well, which stand for those of earlier and later releases.</summary>
    public static Serializer Theirs => OfAnother.GetRequiredService<Serializer>();

    public static TypeConverter TypeNames => OfThisRelease.GetRequiredService<TypeConverter>();

    private static void AddReleased(ISerializerBuilder builder) => builder
        .AddAssembly(typeof(SiloAddress).Assembly)
        .AddAssembly(typeof(IClusterClient).Assembly)
        .AddAssembly(typeof(InferenceRequest).Assembly)
        .AddAssembly(typeof(Dispatcher).Assembly)
        .AddAssembly(typeof(InferenceServer).Assembly);
}
