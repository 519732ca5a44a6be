using Microsoft.Extensions.Logging;

namespace OrleansInference.Torch;

internal sealed partial class TorchRuntime
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private partial void LogSlow(string warning);
}
