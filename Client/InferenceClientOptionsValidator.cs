using Microsoft.Extensions.Options;

namespace OrleansInference.Client;

/// <summary>All that is wrong with <see cref="InferenceClientOptions"/>, together.</summary>
internal sealed class InferenceClientOptionsValidator : IValidateOptions<InferenceClientOptions>
{
    public const string OrleansScheme = "orleans";

    private static readonly string[] Schemes = ["http", "https", "grpc", "grpcs", OrleansScheme];

    public ValidateOptionsResult Validate(string? name, InferenceClientOptions options)
    {
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    public static void Require(InferenceClientOptions options)
    {
        var errors = Errors(options).ToList();
        if (errors.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(InferenceClientOptions), errors);
    }

    private static IEnumerable<string> Errors(InferenceClientOptions options)
    {
        if (options.Address is not { IsAbsoluteUri: true } address || !Schemes.Contains(address.Scheme))
            yield return $"Address '{options.Address}': expected an address that begins with {string.Join(", ", Schemes)}.";
        else if (address.Scheme != OrleansScheme && address.Host.Length == 0)
            yield return $"Address '{address}': expected a host.";
        if (options.ApiKey is { Length: 0 } || options.ApiKey?.Any(letter => letter is <= ' ' or > '~') == true)
            yield return "ApiKey: expected printable ASCII without blanks."; // and not shown: it is a secret
        if (options.Timeout <= TimeSpan.Zero && options.Timeout != Timeout.InfiniteTimeSpan)
            yield return $"Timeout {options.Timeout}: expected more than 0, or -00:00:00.001 for none.";
        if (options.MaxRetries is < 0 or > 100)
            yield return $"MaxRetries {options.MaxRetries}: expected 0 to 100.";
        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > TimeSpan.FromMinutes(1))
            yield return $"RetryDelay {options.RetryDelay}: expected 0 to 00:01:00.";
        if (options.MaxMessageBytes < 1)
            yield return $"MaxMessageBytes {options.MaxMessageBytes}: expected 1 or more.";
        if (options.ClientKey is not null && options.ClientCertificate is null)
            yield return $"ClientKey '{options.ClientKey}': expected a ClientCertificate with it.";
        foreach (var (key, path) in Files(options))
            if (path is not null && !File.Exists(path))
                yield return $"{key} '{path}': expected a PEM file that exists.";
    }

    private static IEnumerable<(string Key, string? Path)> Files(InferenceClientOptions options) =>
    [
        (nameof(options.CaCertificate), options.CaCertificate),
        (nameof(options.ClientCertificate), options.ClientCertificate),
        (nameof(options.ClientKey), options.ClientKey),
    ];
}
