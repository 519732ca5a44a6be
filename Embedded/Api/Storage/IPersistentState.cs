using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A grain's state, given to its constructor (<see cref="PersistentStateAttribute"/>) and read before the grain activates.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
