namespace OrleansInference.Embedded;

/// <summary>A tick on its way through the activation's queue. One object a timer: there is never more than one tick under way.</summary>
internal sealed class TimerTick(GrainTimer timer, bool interleave, bool keepAlive) : Work
{
    public override string Kind => "tick";

    public override bool IsAlwaysInterleave => interleave;

    public override bool KeepsAlive => keepAlive;

    public override void Deliver(Node to) => throw new NotSupportedException("Ticks don't travel.");

    public override void Run(Activation activation) => _ = RunAsync(activation);

    public override void Abandon(Silo silo, Exception? reason) => timer.Dispose();

    private async Task RunAsync(Activation activation)
    {
        await timer.TickAsync();
        activation.Finished(this);
    }
}
