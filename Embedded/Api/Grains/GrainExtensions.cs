using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans;

/// <summary>Identity and conversion of grains and grain references.</summary>
public static class GrainExtensions
{
    /// <summary>The identity of a grain or of what a reference refers to.</summary>
    /// <exception cref="ArgumentException">Neither a grain nor a grain reference.</exception>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        IGrainBase grainBase => grainBase.GrainContext.GrainId,
        GrainReference reference => reference.GrainId,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"Expected a grain or a grain reference, got {grain.GetType()}.", nameof(grain)),
    };

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    public static long GetPrimaryKeyLong(this IAddressable grain) =>
        long.Parse(grain.GetPrimaryKeyString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static Guid GetPrimaryKey(this IAddressable grain) => Guid.ParseExact(grain.GetPrimaryKeyString(), "N");

    /// <summary>A reference to the same grain by another of its interfaces.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)grain.AsReference(typeof(TGrainInterface));

    /// <inheritdoc cref="AsReference{TGrainInterface}"/>
    public static object AsReference(this IAddressable grain, Type interfaceType) => grain switch
    {
        IGrainBase grainBase => grainBase.GrainContext.ActivationServices.GetRequiredService<IGrainFactory>()
            .GetGrain(interfaceType, grainBase.GrainContext.GrainId.Key),
        GrainReference reference => reference.Cast(interfaceType),
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"Expected a grain or a grain reference, got {grain.GetType()}.", nameof(grain)),
    };

    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    public static object Cast(this IAddressable grain, Type interfaceType) => grain.AsReference(interfaceType);
}
