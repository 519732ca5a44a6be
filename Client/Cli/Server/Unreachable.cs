using System.Net.Sockets;
using OrleansInference.Client;

namespace OrleansInference.Cli.Server;

/// <summary>Tells a server that can't be reached from one that answers with an error.</summary>
internal static class Unreachable
{
    extension(InferenceException exception)
    {
        public bool IsUnreachable => exception.InnerException is SocketException or HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError
        };

        /// <summary>Whether a connection was made, but not one that can be trusted.</summary>
        public bool IsUntrusted => exception.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };
    }
}
