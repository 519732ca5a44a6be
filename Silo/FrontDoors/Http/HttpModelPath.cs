using OrleansInference.FrontDoors.Access;

namespace OrleansInference.FrontDoors.Http;

internal static class HttpModelPath
{
    /// <summary>The model version that <c>{model}</c> and <c>{version}</c> in a path name.</summary>
    public static ValueTask<ResolvedModel> ResolveAsync(this ModelResolver resolver, HttpContext context, AccessScopes needed) =>
        resolver.ResolveAsync(
            context,
            (string)context.Request.RouteValues["model"]!,
            (string?)context.Request.RouteValues["version"],
            needed,
            context.RequestAborted);
}
