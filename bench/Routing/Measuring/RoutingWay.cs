namespace OrleansInference.Bench;

/// <summary>One way to ten replicas: a server, or a balancer before bare servers.</summary>
/// <param name="Name">Ours is called <see cref="Ours"/>.</param>
/// <param name="Infer">Where requests are sent.</param>
/// <param name="Lateness">Where the replicas behind it tell their <see cref="Bench.Lateness"/>.</param>
internal sealed record RoutingWay(string Name, Uri Infer, Uri Lateness)
{
    public const string Ours = "ours";

    /// <summary>Null where it is not <c>NAME=URL,URL</c>.</summary>
    public static RoutingWay? Parse(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } name, var addresses] && addresses.Split(',') is [var infer, var lateness]
        && Uri.TryCreate(infer, UriKind.Absolute, out var inferUrl) && Uri.TryCreate(lateness, UriKind.Absolute, out var latenessUrl)
            ? new RoutingWay(name, inferUrl, latenessUrl)
            : null;
}
