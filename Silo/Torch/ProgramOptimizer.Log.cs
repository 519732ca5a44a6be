using Microsoft.Extensions.Logging;
using OrleansInference.Models;

namespace OrleansInference.Torch;

internal sealed partial class ProgramOptimizer
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Optimised '{Model}': {Way}, {Before:0.###} → {After:0.###} ms a pass (−{Percent:0} %)")]
    private partial void LogOptimized(ModelVersion model, string way, double before, double after, double percent);

    [LoggerMessage(Level = LogLevel.Information, Message = "'{Model}' runs as it is, {Before:0.###} ms a pass: of {Ways} other ways to run it none was faster by 5 %")]
    private partial void LogNothingFaster(ModelVersion model, double before, int ways);

    [LoggerMessage(Level = LogLevel.Information, Message = "'{Model}' runs as it is: there is nothing to try faster ways with. Give it a model_warmup, or inputs with types and dims")]
    private partial void LogNothingToTry(ModelVersion model);

    [LoggerMessage(Level = LogLevel.Information, Message = "'{Model}' runs as it is, and faster ways were not tried: {Reason}")]
    private partial void LogUntried(ModelVersion model, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "'{Model}' refuses a trial request: {Reason}")]
    private partial void LogRefused(ModelVersion model, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "'{Model}' can't run by {Way}: {Reason}")]
    private partial void LogUnfit(ModelVersion model, string way, string reason);
}
