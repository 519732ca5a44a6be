using Microsoft.Extensions.Logging;
using OrleansInference.Models;

namespace OrleansInference.Torch;

internal sealed partial class TorchRuntime
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Model {Model} cannot be loaded: {Reason}")]
    private partial void LogLoadFailed(ModelVersion model, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private partial void LogSlow(string warning);
}
