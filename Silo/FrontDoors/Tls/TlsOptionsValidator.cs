using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.FrontDoors.Tls;

/// <summary>Finds every mistake at once: of the options, and of the files that they name.</summary>
internal sealed class TlsOptionsValidator : IValidateOptions<TlsOptions>
{
    public ValidateOptionsResult Validate(string? name, TlsOptions options)
    {
        string[] mistakes = [.. Missing(options)];
        if (mistakes.Length == 0 && options.IsEnabled)
            mistakes = [.. TlsFiles.Parse([.. TlsFiles.Paths(options).Select(FileText.Read)]).Mistakes];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Missing(TlsOptions options)
    {
        var needed = options.IsEnabled || !string.IsNullOrEmpty(options.ClientCaPath);
        if (needed && string.IsNullOrEmpty(options.CertificatePath))
            yield return "Tls:CertificatePath is not set; TLS needs the server's certificate as a PEM file: --tls-certificate FILE.";
        if (needed && string.IsNullOrEmpty(options.KeyPath))
            yield return "Tls:KeyPath is not set; TLS needs the certificate's private key as a PEM file: --tls-key FILE.";
    }
}
