using OrleansInference.Autoscaling;
using OrleansInference.FrontDoors.Access;

namespace OrleansInference.FrontDoors.Http.Scaling;

/// <summary>What a request is about, of what the caller may see; or why not.</summary>
internal sealed class ScalingLookup(IAutoscaler autoscaler, AccessControl access)
{
    private static readonly HttpFault IsOff = new(StatusCodes.Status409Conflict, Faults.AutoscalerIsOff);

    /// <summary>The cluster, with the models that the caller's key covers.</summary>
    public async Task<(AutoscalerStatus? Status, HttpFault? Fault)> AllAsync(HttpContext context, AccessScopes needed)
    {
        if (access.Authorize(context, needed) is { } refused)
            return (null, HttpFault.Of(refused));
        var (status, fault) = await StatusAsync(context);
        return status is null
            ? (null, fault)
            : (status with { Versions = status.Versions.RemoveAll(version => !access.CanSee(context, version.Model.Model)) }, null);
    }

    /// <summary>The same with the versions only that <c>{model}</c> and <c>{version}</c> in the path name: one at least.</summary>
    public async Task<(AutoscalerStatus? Status, HttpFault? Fault)> ModelAsync(HttpContext context, AccessScopes needed)
    {
        var (model, version) = ((string)context.Request.RouteValues["model"]!, (string?)context.Request.RouteValues["version"]);
        if (access.Authorize(context, model, needed) is { } refused)
            return (null, HttpFault.Of(refused));
        var (status, fault) = await StatusAsync(context);
        if (status is null)
            return (null, fault);
        var versions = status.Versions.RemoveAll(each => each.Model.Model != model || (version is not null && each.Model.Version.ToString() != version));
        return versions.IsEmpty ? (null, HttpFault.Of(Faults.NotScaled(model, version))) : (status with { Versions = versions }, null);
    }

    private async Task<(AutoscalerStatus? Status, HttpFault? Fault)> StatusAsync(HttpContext context)
    {
        if (!autoscaler.IsEnabled)
            return (null, IsOff);
        var (status, fault) = await autoscaler.StatusAsync(context.RequestAborted);
        return (status, fault is null ? null : HttpFault.Of(fault));
    }
}
