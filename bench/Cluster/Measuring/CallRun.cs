namespace OrleansInference.Bench;

/// <summary>One measurement.</summary>
/// <param name="P50">Microseconds.</param>
/// <param name="P99">Microseconds.</param>
/// <param name="PerSecond">Calls.</param>
/// <param name="Processor">Microseconds of processor time for each call, of all processes together: what a busy machine disturbs least.</param>
/// <param name="Kilobytes">Allocated in the caller's process for each call.</param>
internal readonly record struct CallRun(double P50, double P99, double PerSecond, double Processor, double Kilobytes);
