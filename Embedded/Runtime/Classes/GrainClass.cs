using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Placement;

namespace OrleansInference.Embedded;

/// <summary>A grain class and what its attributes say.</summary>
internal sealed class GrainClass
{
    private readonly ObjectFactory _create;
    private readonly ParameterInfo[] _states;

    public GrainClass(Type type)
    {
        Implementation = type;
        Type = type.GetCustomAttribute<GrainTypeAttribute>() is { } named ? named.GetGrainType(null!, type) : GrainType.Create(ConventionalName(type));
        Placement = type.GetCustomAttribute<PlacementAttribute>()?.PlacementStrategy;
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute));
        var limit = type.GetCustomAttribute<CollectionAgeLimitAttribute>();
        CollectionAge = limit?.AgeLimit;
        IsKeptAlive = type.IsDefined(typeof(KeepAliveAttribute)) || limit is { AlwaysActive: true };
        _states = PersistentStates.Of(type);
        _create = ActivatorUtilities.CreateFactory(type, [.. _states.Select(state => state.ParameterType)]);
    }

    public Type Implementation { get; }

    public GrainType Type { get; }

    /// <summary>Null for the silo's default.</summary>
    public PlacementStrategy? Placement { get; }

    public StatelessWorkerPlacement? Workers => Placement as StatelessWorkerPlacement;

    public bool UsesDirectory => Placement is null || Placement.IsUsingGrainDirectory;

    public bool IsReentrant { get; }

    public bool IsKeptAlive { get; }

    public TimeSpan? CollectionAge { get; }

    /// <summary>Makes a grain, and what has to be read before it activates.</summary>
    public (object Instance, IReadOnlyList<IReadAtActivation> States) Create(GrainId grain, IServiceProvider services)
    {
        if (_states.Length == 0) return (_create(services, null), []);
        var states = Array.ConvertAll(_states, state => PersistentStates.Create(state, grain, services));
        return (_create(services, states), [.. states.Cast<IReadAtActivation>()]);
    }

    // As Orleans does: FooGrain is foo.
    private static string ConventionalName(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name;
    }
}
