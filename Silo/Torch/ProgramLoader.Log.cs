using Microsoft.Extensions.Logging;
using OrleansInference.Models;

namespace OrleansInference.Torch;

internal sealed partial class ProgramLoader
{
    [LoggerMessage(Level = LogLevel.Information, Message = "'{Model}' goes onto {Device}, which has {Memory}; the program's file has {FileGigabytes} GB")]
    private partial void LogMemory(ModelVersion model, TorchDevice device, DeviceMemory memory, string fileGigabytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "'{Model}' is loaded once for each replica and runs as it is: {Reason}")]
    private partial void LogUnshared(ModelVersion model, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Programs run as they are: {Binding} has neither freeze nor optimize_for_inference")]
    private partial void LogNoOptimization(string binding);
}
