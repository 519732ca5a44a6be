using System.Globalization;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors.Http;

/// <summary>From <c>{model}</c> and <c>{version}</c> in a path to a model version of the repository, for callers who may.</summary>
internal sealed class ModelResolver(IDispatcher dispatcher, AccessControl access)
{
    public async ValueTask<ResolvedModel> ResolveAsync(HttpContext context, AccessScopes needed)
    {
        var model = (string)context.Request.RouteValues["model"]!;
        if (access.Authorize(context, model, needed) is { } refused)
            return new ResolvedModel(null, refused);
        var text = (string?)context.Request.RouteValues["version"];
        long? version = null;
        if (text is not null)
        {
            // A version is a directory's name, so one that is no number cannot exist: unknown, rather than malformed.
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return new ResolvedModel(null, Faults.UnknownModel(model, $"'{text}'"));
            version = number;
        }
        return await dispatcher.DescribeAsync(model, version, context.RequestAborted) is { } status
            ? new ResolvedModel(status, null)
            : new ResolvedModel(null, Faults.UnknownModel(model, version?.ToString()));
    }
}
