using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace OrleansInference.Embedded;

/// <summary>The states that a grain's constructor asks for.</summary>
internal static class PersistentStates
{
    /// <summary>Of the parameters of the class's one constructor those with <see cref="PersistentStateAttribute"/>, in order.</summary>
    public static ParameterInfo[] Of(Type grainClass) =>
        grainClass.GetConstructors() is [var constructor]
            ? [.. constructor.GetParameters().Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute)))]
            : [];

    public static object Create(ParameterInfo parameter, GrainId grain, IServiceProvider services)
    {
        var attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        if (!parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new ArgumentException($"'{parameter.Name}' of the constructor of {parameter.Member.DeclaringType} is a {parameter.ParameterType}; with [PersistentState(…)] it has to be an IPersistentState<…>.", nameof(parameter));
        var storage = attribute.StorageName is null ? services.GetService<IGrainStorage>() : services.GetKeyedService<IGrainStorage>(attribute.StorageName);
        if (storage is null)
            throw new BadProviderConfigException($"No storage provider named \"{attribute.StorageName}\" found loading grain type {grain.Type}.");
        return Activator.CreateInstance(
            typeof(PersistentState<>).MakeGenericType(parameter.ParameterType.GetGenericArguments()),
            attribute.StateName.Length > 0 ? attribute.StateName : parameter.Name!, grain, storage)!;
    }
}
