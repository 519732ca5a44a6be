using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>Binds Triton's message <c>ModelQueuePolicy</c>.</summary>
internal static class QueuePolicyBinder
{
    private const long DayMicroseconds = 24L * 60 * 60 * 1_000_000;

    private static readonly Choices<TimeoutAction> Actions = new(("REJECT", TimeoutAction.Reject), ("DELAY", TimeoutAction.Delay));

    public static QueuePolicy Bind(MessageReader policy)
    {
        var timeout = Microseconds(policy, "default_timeout_microseconds");
        var bound = new QueuePolicy
        {
            MaxQueueSize = (int)policy.Integer("max_queue_size", 0, int.MaxValue, 0),
            DefaultTimeout = timeout == TimeSpan.Zero ? null : timeout,
            TimeoutAction = policy.Choice("timeout_action", Actions, TimeoutAction.Reject),
            AllowTimeoutOverride = policy.Flag("allow_timeout_override"),
        };
        policy.Close();
        return bound;
    }

    /// <summary>Up to a day; zero where the field is missing.</summary>
    public static TimeSpan Microseconds(MessageReader reader, string name) =>
        TimeSpan.FromTicks(reader.Integer(name, 0, DayMicroseconds, 0) * TimeSpan.TicksPerMicrosecond);
}
