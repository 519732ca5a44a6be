namespace OrleansInference.Embedded;

/// <summary>Turns run on the thread pool. Messages between nodes always arrive.</summary>
internal sealed class ThreadPoolDriver : Driver
{
    public override TaskCreationOptions CompletionOptions => TaskCreationOptions.RunContinuationsAsynchronously;

    public override bool MustYield => PoolThread.Current is { HasNext: true };

    public override void Schedule(TurnQueue turns)
    {
        if (PoolThread.Current?.TryTake(turns) != true) ThreadPool.UnsafeQueueUserWorkItem(turns, preferLocal: true);
    }

    public override void Dispatch(Node from, Request request) =>
        PoolThread.Call((from, request), static call => call.from.Dispatch(call.request), static call => call.request.Call is { Task.IsCompleted: false });

    // A response only completes a task. Done at once, the word that its silo has gone can't overtake it.
    public override void Carry(Node from, Node to, Message message)
    {
        if (message is ResponseMessage) message.Deliver(to);
        else ThreadPool.UnsafeQueueUserWorkItem(static pair => pair.message.Deliver(pair.to), (message, to), preferLocal: false);
    }

    public override void Publish(Silo to, ClusterMembershipSnapshot snapshot) => to.Membership.Apply(snapshot);

    public override int NextRandom(int limit) => Random.Shared.Next(limit);

    public override double NextDouble() => Random.Shared.NextDouble();

    public override Guid NewGuid() => Guid.NewGuid();

    public override int NewGeneration() => SiloAddress.AllocateNewGeneration();
}
