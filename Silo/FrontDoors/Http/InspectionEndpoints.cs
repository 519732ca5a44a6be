using Google.Protobuf;
using OrleansInference.FrontDoors.Http.Json;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Http;

/// <summary>The extensions for model configurations and for statistics.</summary>
internal sealed class InspectionEndpoints(ModelAdministration administration)
{
    public async Task ConfigAsync(HttpContext context)
    {
        var (config, fault) = await administration.ConfigAsync(context, Route(context, "model")!, Route(context, "version"), context.RequestAborted);
        await AnswerAsync(context, config, fault);
    }

    public async Task StatisticsAsync(HttpContext context)
    {
        var (statistics, fault) = await administration.StatisticsAsync(context, Route(context, "model"), Route(context, "version"), context.RequestAborted);
        await AnswerAsync(context, statistics, fault);
    }

    private static string? Route(HttpContext context, string name) => (string?)context.Request.RouteValues[name];

    private static Task AnswerAsync(HttpContext context, IMessage? message, InferenceFault? fault) => message is null
        ? HttpReply.FaultAsync(context, fault!)
        : HttpReply.JsonAsync(context, StatusCodes.Status200OK, message, ProtoJson.Write);
}
