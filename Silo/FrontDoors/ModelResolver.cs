using System.Collections.Immutable;
using System.Globalization;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors;

/// <summary>From the name and version in a request to a model version of the repository, for callers who may.</summary>
internal sealed class ModelResolver(IDispatcher dispatcher, AccessControl access)
{
    /// <param name="context">Of the request; says who calls.</param>
    /// <param name="model">Its name.</param>
    /// <param name="version">As it came; null or empty for the server's choice.</param>
    /// <param name="needed">What the caller must be allowed to do with it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async ValueTask<ResolvedModel> ResolveAsync(
        HttpContext context, string model, string? version, AccessScopes needed, CancellationToken cancellationToken)
    {
        if (access.Authorize(context, model, needed) is { } refused)
            return new ResolvedModel(null, refused);
        long? number = null;
        if (!string.IsNullOrEmpty(version))
        {
            // A version is a directory's name, so one that is no number cannot exist: unknown, rather than malformed.
            if (!long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
                return new ResolvedModel(null, Faults.UnknownModel(model, $"'{version}'"));
            number = parsed;
        }
        return await dispatcher.DescribeAsync(model, number, cancellationToken) is { } status
            ? new ResolvedModel(status, null, number is null, access.CallerOf(context))
            : new ResolvedModel(null, Faults.UnknownModel(model, number?.ToString()));
    }

    /// <summary>
    /// The version that an inference request runs on, and whose signature it has to fit: where it names none, several versions may share the
    /// model's traffic, and one of the request's own parameters may decide. To be asked once for each request.
    /// </summary>
    /// <param name="target">With a status.</param>
    /// <param name="parameters">The request's.</param>
    public ModelStatus Choose(in ResolvedModel target, ImmutableDictionary<string, ParameterValue> parameters) =>
        target.IsServersChoice ? dispatcher.Choose(target.Status!, parameters) : target.Status!;
}
