using System.Net;

namespace OrleansInference.Client.Clustering;

/// <summary>Reads <c>host:port</c>.</summary>
internal static class GatewayAddress
{
    public const string Default = "127.0.0.1:30000";

    public static DnsEndPoint? Parse(string text) =>
        Uri.TryCreate($"gateway://{text}", UriKind.Absolute, out var uri) && uri is { Host.Length: > 0, Port: > 0, PathAndQuery: "/" or "", UserInfo: "" }
            ? new DnsEndPoint(uri.DnsSafeHost, uri.Port)
            : null;
}
