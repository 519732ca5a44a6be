namespace Orleans;

/// <summary>A service that takes part in a lifecycle; registered in the container by this interface.</summary>
public interface ILifecycleParticipant<TLifecycleObservable> where TLifecycleObservable : ILifecycleObservable
{
    void Participate(TLifecycleObservable lifecycle);
}
