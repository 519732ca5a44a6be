using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansInference.Torch;

/// <summary>
/// The devices of this process that a fatal error (<see cref="CudaFailure"/>) has ended: each later call to one gives the same error, and
/// no reload helps. For any thread.
/// </summary>
internal sealed partial class LostDevices(ILogger logger)
{
    private readonly ConcurrentDictionary<TorchDevice, string> _reasons = new();

    /// <summary>Why the device runs nothing any more, and what helps; null where it works.</summary>
    public string? ReasonOf(TorchDevice device) => device.IsCpu ? null : _reasons.GetValueOrDefault(device);

    /// <summary>Learns from torch's <paramref name="message"/>. Why the device is lost, where that is what it says.</summary>
    public string? Look(TorchDevice device, string message)
    {
        if (device.IsCpu || CudaFailure.FatalIn(message) is not { } error)
            return null;
        var reason = $"{device} runs nothing any more in this process, after \"{error}\"; restart the server";
        if (_reasons.TryAdd(device, reason))
            LogLost(reason, message);
        return reason;
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Reason}. Torch's own words: {Message}")]
    private partial void LogLost(string reason, string message);
}
