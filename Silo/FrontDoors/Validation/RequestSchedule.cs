using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Validation;

/// <summary>What Triton's reserved request parameters ask of the scheduler (schedule policy extension).</summary>
internal readonly record struct RequestSchedule(TimeSpan? Timeout, uint Priority)
{
    /// <summary>The longest time-out that a <see cref="TimeSpan"/> holds, in microseconds.</summary>
    public const long MaxMicroseconds = long.MaxValue / TimeSpan.TicksPerMicrosecond;

    /// <summary>
    /// Reads <c>timeout</c> (µs; 0: none) and <c>priority</c>, refuses what isn't supported, and takes the reserved ones out.
    /// </summary>
    public static InferenceFault? Take(ref ImmutableDictionary<string, ParameterValue> parameters, out RequestSchedule schedule)
    {
        schedule = default;
        if (parameters.IsEmpty)
            return null;
        long timeout = 0, priority = 0;
        foreach (var (name, value) in parameters)
        {
            var fault = name switch
            {
                "timeout" => TakeInteger(name, value, "microseconds", MaxMicroseconds, out timeout),
                "priority" => TakeInteger(name, value, "a level, 1 the most important", uint.MaxValue, out priority),
                "sequence_id" => value.Integer is 0 || value.Text is "" ? null : Sequences(name),
                "sequence_start" or "sequence_end" => value.Boolean is false ? null : Sequences(name),
                _ => name.StartsWith("triton_", StringComparison.Ordinal)
                    ? Faults.Invalid($"parameter '{name}': names that start with 'triton_' are reserved")
                    : null,
            };
            if (fault is not null)
                return fault;
        }
        parameters = parameters.RemoveRange(["timeout", "priority", "sequence_id", "sequence_start", "sequence_end"]);
        schedule = new RequestSchedule(FromMicroseconds(timeout), (uint)priority);
        return null;
    }

    /// <summary>0 stands for no time-out, as in Triton.</summary>
    public static TimeSpan? FromMicroseconds(long microseconds) =>
        microseconds == 0 ? null : new TimeSpan(microseconds * TimeSpan.TicksPerMicrosecond);

    private static InferenceFault? TakeInteger(string name, ParameterValue value, string unit, long largest, out long integer)
    {
        integer = value.Integer ?? -1;
        return integer >= 0 && integer <= largest
            ? null
            : Faults.Invalid($"parameter '{name}': expected an integer from 0 to {largest} ({unit}; 0 for the default), got {value}");
    }

    private static InferenceFault Sequences(string name) =>
        Faults.Invalid($"parameter '{name}': sequences (stateful models) are not supported; leave it out");
}
