using System.Text.Json;
using OrleansInference.Autoscaling;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Http.Scaling;

/// <summary>What operators set over the policy's head. Needs the scope <c>admin</c>; the answer is what holds then.</summary>
internal sealed class ScalingChanges(IAutoscaler autoscaler, ScalingLookup lookup)
{
    private const int Unstamped = 0; // the autoscaler stamps what it is told

    public Task PauseAllAsync(HttpContext context) => ChangeAllAsync(context, isPaused: true);

    public Task ResumeAllAsync(HttpContext context) => ChangeAllAsync(context, isPaused: false);

    public Task PauseAsync(HttpContext context) => ChangeAsync(context, ReadNothing, static (set, _) => set with { IsPaused = true });

    public Task ResumeAsync(HttpContext context) => ChangeAsync(context, ReadNothing, static (set, _) => set with { IsPaused = false });

    public Task PinAsync(HttpContext context) => ChangeAsync(context, PinReader.Read, static (set, replicas) => set with { Pinned = replicas });

    public Task UnpinAsync(HttpContext context) => ChangeAsync(context, ReadNothing, static (set, _) => set with { Pinned = null });

    private Task ChangeAllAsync(HttpContext context, bool isPaused) => ChangeAsync(
        context, lookup.AllAsync, ReadNothing, (_, _) => SetAsync(context, new ScalingOverride { Stamp = Unstamped, IsPaused = isPaused }));

    /// <param name="change">From what is set for a version to what is to be, with what the body says.</param>
    private Task ChangeAsync(HttpContext context, Func<JsonElement, List<string>, int> read, Func<ScalingOverride, int, ScalingOverride> change) => ChangeAsync(
        context, lookup.ModelAsync, read, (status, value) => SetEachAsync(context, status, set => change(set, value)));

    private static async Task ChangeAsync(
        HttpContext context, Func<HttpContext, AccessScopes, Task<(AutoscalerStatus? Status, HttpFault? Fault)>> find,
        Func<JsonElement, List<string>, int> read, Func<AutoscalerStatus, int, Task<HttpFault?>> set)
    {
        var (status, fault) = await find(context, AccessScopes.Admin);
        if (status is not null && await ReadAsync(context, read) is var (value, malformed))
            fault = malformed ?? await set(status, value);
        if (fault is null)
            (status, fault) = await find(context, AccessScopes.Admin);
        if (fault is null)
            await HttpReply.JsonAsync(context, StatusCodes.Status200OK, status!, AutoscalerWriter.Write);
        else
            await HttpReply.FaultAsync(context, fault);
    }

    /// <summary>One version after the other; the first that can't be set ends it, and is named.</summary>
    private async Task<HttpFault?> SetEachAsync(HttpContext context, AutoscalerStatus status, Func<ScalingOverride, ScalingOverride> change)
    {
        foreach (var version in status.Versions)
        {
            var set = new ScalingOverride { Model = version.Model, Stamp = Unstamped, IsPaused = version.IsPaused, Pinned = version.Pinned };
            if (await SetAsync(context, change(set)) is { } fault)
                return status.Versions.Length == 1 ? fault : fault with { Message = $"{version.Model}: {fault.Message}" };
        }
        return null;
    }

    private async Task<HttpFault?> SetAsync(HttpContext context, ScalingOverride change) =>
        await autoscaler.SetAsync(change, context.RequestAborted) is { } fault ? HttpFault.Of(fault) : null;

    private static async Task<(int Value, HttpFault? Fault)> ReadAsync(HttpContext context, Func<JsonElement, List<string>, int> read)
    {
        using var body = await JsonBody.ReadAsync(context);
        List<string> errors = body is null ? ["expected a JSON object"] : [];
        var value = body is null ? 0 : read(body.RootElement, errors);
        return (value, errors.Count == 0 ? null : HttpFault.BadRequest(string.Join("; ", errors)));
    }

    private static int ReadNothing(JsonElement body, List<string> errors)
    {
        JsonBody.ExpectNothing(body, errors);
        return 0;
    }
}
