using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansInference.Client;

namespace OrleansInference.Cli.Server;

/// <summary>A command's way to the server.</summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly HttpClient _http;
    private readonly RequestRecorder _recorder;

    /// <exception cref="CommandException">The file of certificates can't be used.</exception>
    public ServerConnection(ServerSettings settings)
    {
        Settings = settings;
        _recorder = new RequestRecorder(new SocketsHttpHandler { SslOptions = Tls(settings) });
        _http = new HttpClient(_recorder) { BaseAddress = settings.Address, Timeout = settings.Timeout };
        if (settings.ApiKey is { } key)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Client = new HttpInferenceClient(_http);
    }

    public ServerSettings Settings { get; }

    public HttpInferenceClient Client { get; }

    /// <summary>The last request that <see cref="Client"/> has sent.</summary>
    public RecordedRequest? LastRequest => _recorder.Last;

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }

    private static SslClientAuthenticationOptions Tls(ServerSettings settings)
    {
        var options = new SslClientAuthenticationOptions();
#pragma warning disable CA5359 // That is what --insecure is for.
        if (settings.IsInsecure)
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        if (settings.AuthorityFile is { } file)
            options.CertificateChainPolicy = TrustOnly(file);
        return options;
    }

    private static X509ChainPolicy TrustOnly(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandException($"Can't read certificates from '{file}': {exception.Message}", exception);
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw new CommandException($"Can't use '{file}': it has no certificate in PEM form.");
    }
}
