using OrleansInference.Autoscaling;
using OrleansInference.FrontDoors.Access;

namespace OrleansInference.FrontDoors.Http.Scaling;

/// <summary><c>/v2/autoscaler</c>: what the autoscaler sees, wants and does, and why. For any key, of the models that it covers.</summary>
internal sealed class AutoscalerEndpoints(IAutoscaler autoscaler, ScalingLookup lookup)
{
    public async Task GetAsync(HttpContext context) => await AnswerAsync(context, await lookup.AllAsync(context, AccessScopes.None));

    /// <summary>The same, with the versions only that the path names.</summary>
    public async Task GetModelAsync(HttpContext context) => await AnswerAsync(context, await lookup.ModelAsync(context, AccessScopes.None));

    /// <summary>What would be decided now with other targets, for each version that the path names. Changes nothing.</summary>
    public async Task WhatIfAsync(HttpContext context)
    {
        var (status, fault) = await lookup.ModelAsync(context, AccessScopes.None);
        if (status is null)
        {
            await HttpReply.FaultAsync(context, fault!);
            return;
        }
        List<string> errors = [];
        var specs = status.Versions.Select(version => ScalingQuery.Read(context.Request.Query, version.Spec, errors)).ToArray();
        if (errors.Count > 0)
        {
            await HttpReply.FaultAsync(context, Faults.Invalid(string.Join("; ", errors.Distinct(StringComparer.Ordinal))));
            return;
        }
        var decided = status.Versions.ToBuilder();
        for (var i = 0; i < decided.Count; i++)
        {
            var (scaling, refused) = await autoscaler.WhatIfAsync(decided[i].Model, specs[i], context.RequestAborted);
            if (scaling is null)
            {
                await HttpReply.FaultAsync(context, refused!);
                return;
            }
            decided[i] = scaling;
        }
        var wantedNow = status.Versions.Select(version => version.Wanted).ToArray();
        await HttpReply.JsonAsync(
            context, StatusCodes.Status200OK, (Status: status with { Versions = decided.MoveToImmutable() }, wantedNow),
            static (json, state) => AutoscalerWriter.Write(json, state.Status, state.wantedNow));
    }

    private static Task AnswerAsync(HttpContext context, (AutoscalerStatus? Status, HttpFault? Fault) found) => found.Status is { } status
        ? HttpReply.JsonAsync(context, StatusCodes.Status200OK, status, AutoscalerWriter.Write)
        : HttpReply.FaultAsync(context, found.Fault!);
}
