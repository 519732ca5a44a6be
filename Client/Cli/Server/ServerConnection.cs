using System.Net.Http.Headers;
using System.Security.Cryptography;
using OrleansInference.Client;
using OrleansInference.Client.Connections;

namespace OrleansInference.Cli.Server;

/// <summary>A command's way to the server: one attempt a call, since a person or a measurement wants to see what fails.</summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly HttpClient _http;
    private readonly RequestRecorder? _recorder;

    /// <exception cref="CommandException">The file of certificates can't be used.</exception>
    public ServerConnection(ServerSettings settings)
    {
        Settings = settings;
        HttpMessageHandler handler = Connections(settings);
        // What is measured over plain HTTP is sent again byte by byte.
        if (settings.Address.Scheme == Uri.UriSchemeHttp)
            handler = _recorder = new RequestRecorder(handler);
        _http = new HttpClient(handler) { BaseAddress = HttpConnections.HttpAddress(settings.Address), Timeout = settings.Timeout };
        if (settings.ApiKey is { } key)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Client = settings.Address.Scheme is "grpc" or "grpcs" ? new GrpcInferenceClient(_http) : new HttpInferenceClient(_http);
    }

    public ServerSettings Settings { get; }

    public IInferenceClient Client { get; }

    /// <summary>The client for requests that are written in JSON.</summary>
    /// <exception cref="CommandException">The address is that of a gRPC door.</exception>
    public HttpInferenceClient HttpClient => Client as HttpInferenceClient
        ?? throw new CommandException($"--request is in the JSON of the HTTP door, and {Settings.Address} is a gRPC door: expected an http:// address.");

    /// <summary>The last request that <see cref="Client"/> has sent, where that was over plain HTTP.</summary>
    public RecordedRequest? LastRequest => _recorder?.Last;

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }

    private static SocketsHttpHandler Connections(ServerSettings settings)
    {
        try
        {
            var handler = HttpConnections.CreateHandler(new InferenceClientOptions { Address = settings.Address, CaCertificate = settings.AuthorityFile });
#pragma warning disable CA5359 // That is what --insecure is for.
            if (settings.IsInsecure)
                handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
            return handler;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandException($"Can't read certificates from '{settings.AuthorityFile}': {exception.Message}", exception);
        }
    }
}
