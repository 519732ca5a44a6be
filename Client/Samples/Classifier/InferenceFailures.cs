using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using OrleansInference.Client;
using OrleansInference.Inference;

namespace OrleansInference.Samples.Classifier;

/// <summary>Answers callers' mistakes, and what the client could not mend by trying again, as problem details (RFC 9457).</summary>
internal sealed partial class InferenceFailures(IProblemDetailsService problems, ILogger<InferenceFailures> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException mistake)
            return await AnswerAsync(context, mistake.StatusCode, mistake.Message);
        if (exception is not InferenceException failure)
            return false;
        LogFailed(failure.Kind, failure.Message);
        if (failure.RetryAfter is { } pause)
            context.Response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var status = failure.Kind switch
        {
            FaultKind.InvalidInput or FaultKind.ModelError => StatusCodes.Status400BadRequest,
            FaultKind.QueueFull or FaultKind.RateLimited or FaultKind.Unavailable or FaultKind.ModelNotReady => StatusCodes.Status503ServiceUnavailable,
            FaultKind.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
            _ => StatusCodes.Status500InternalServerError, // such as a model that is not there: this service's mistake, not its caller's
        };
        return await AnswerAsync(context, status, status == StatusCodes.Status400BadRequest ? failure.Message : null); // of the others the log tells
    }

    private ValueTask<bool> AnswerAsync(HttpContext context, int status, string? detail)
    {
        context.Response.StatusCode = status;
        return problems.TryWriteAsync(new() { HttpContext = context, ProblemDetails = { Status = status, Detail = detail } });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Inference failed with {Kind}: {Reason}")]
    private partial void LogFailed(FaultKind? kind, string reason);
}
