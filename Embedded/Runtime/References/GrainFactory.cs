using System.Globalization;

namespace OrleansInference.Embedded;

/// <summary>Makes references that call from one node.</summary>
internal class GrainFactory(Node node, GrainClasses classes) : IGrainFactory
{
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(primaryKey);
        return (TGrainInterface)Create(typeof(TGrainInterface), IdSpan.Create(primaryKey), grainClassNamePrefix);
    }

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        (TGrainInterface)Create(typeof(TGrainInterface), IdSpan.Create(primaryKey.ToString("X", CultureInfo.InvariantCulture)), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey =>
        (TGrainInterface)Create(typeof(TGrainInterface), IdSpan.Create(primaryKey.ToString("N")), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable =>
        (TGrainInterface)GrainProxy.Create(node, typeof(TGrainInterface), grainId);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        (IGrain)Create(grainInterfaceType, IdSpan.Create(grainPrimaryKey), null);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => (IAddressable)Create(interfaceType, grainKey, null);

    private object Create(Type interfaceType, IdSpan key, string? classNamePrefix) =>
        GrainProxy.Create(node, interfaceType, GrainId.Create(classes.Implementing(interfaceType, classNamePrefix).Type, key));
}
