using System.Globalization;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors.Http;

/// <summary>From the texts that name a model and a version to a model version of the repository.</summary>
internal sealed class ModelResolver(IDispatcher dispatcher)
{
    public ValueTask<ResolvedModel> ResolveAsync(HttpContext context) => ResolveAsync(
        (string)context.Request.RouteValues["model"]!, (string?)context.Request.RouteValues["version"], context.RequestAborted);

    /// <param name="text">The version; null where the choice is the server's.</param>
    public async ValueTask<ResolvedModel> ResolveAsync(string model, string? text, CancellationToken cancellationToken)
    {
        long? version = null;
        if (text is not null)
        {
            // A version is a directory's name, so one that is no number cannot exist: unknown, rather than malformed.
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return new ResolvedModel(null, Faults.UnknownModel(model, $"'{text}'"));
            version = number;
        }
        return await dispatcher.DescribeAsync(model, version, cancellationToken) is { } status
            ? new ResolvedModel(status, null)
            : new ResolvedModel(null, Faults.UnknownModel(model, version?.ToString()));
    }
}
