using System.Collections.Concurrent;

namespace OrleansInference.Embedded;

/// <summary>The grain classes of this process: every concrete one in the assemblies that use the engine.</summary>
internal sealed class GrainClasses
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> _byInterface = new();
    private readonly ConcurrentDictionary<GrainType, GrainClass> _byType = new();
    private readonly HashSet<Type> _seen = [];

    public static GrainClasses Process { get; } = new();

    /// <summary>The class that implements a grain interface.</summary>
    /// <exception cref="ArgumentException">There is none, or more than one.</exception>
    public GrainClass Implementing(Type interfaceType, string? prefix) =>
        _byInterface.TryGetValue((interfaceType, prefix), out var found) ? found : _byInterface.GetOrAdd((interfaceType, prefix), Find);

    public GrainClass Named(GrainType type)
    {
        if (_byType.TryGetValue(type, out var found)) return found;
        Discover();
        return _byType.TryGetValue(type, out found) ? found : throw new ArgumentException($"There is no grain class for grain type '{type}'.", nameof(type));
    }

    private GrainClass Find((Type Interface, string? Prefix) key)
    {
        Discover();
        var candidates = _byType.Values
            .Where(candidate => key.Interface.IsAssignableFrom(candidate.Implementation))
            .Where(candidate => key.Prefix is null || candidate.Implementation.FullName!.StartsWith(key.Prefix, StringComparison.Ordinal))
            .OrderBy(candidate => candidate.Implementation.FullName, StringComparer.Ordinal)
            .ToArray();
        if (candidates.Length > 1 && Array.Find(candidates, candidate => "I" + candidate.Implementation.Name == key.Interface.Name) is { } conventional)
            return conventional;
        return candidates.Length switch
        {
            1 => candidates[0],
            0 => throw new ArgumentException($"Could not find an implementation for interface {key.Interface}.", nameof(key)),
            _ => throw new ArgumentException(
                $"Unable to identify a single appropriate grain class for interface {key.Interface}. Candidates: {string.Join(", ", candidates.Select(candidate => candidate.Implementation))}.",
                nameof(key)),
        };
    }

    private void Discover()
    {
        lock (_lock)
        {
            foreach (var type in EngineAssemblies.Find().SelectMany(assembly => assembly.DefinedTypes))
            {
                if (!type.IsClass || type.IsAbstract || type.ContainsGenericParameters) continue;
                if (!typeof(IGrain).IsAssignableFrom(type) || typeof(GrainReference).IsAssignableFrom(type) || !_seen.Add(type)) continue;
                var grainClass = new GrainClass(type);
                if (!_byType.TryAdd(grainClass.Type, grainClass))
                    throw new InvalidOperationException(
                        $"{type} and {_byType[grainClass.Type].Implementation} have the same grain type '{grainClass.Type}'. Give one of them a [GrainType].");
            }
        }
    }
}
