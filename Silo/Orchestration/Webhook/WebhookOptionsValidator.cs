using Microsoft.Extensions.Options;

namespace OrleansInference.Orchestration.Webhook;

/// <summary>Finds every mistake at once.</summary>
internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var mistakes = new List<string>();
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            mistakes.Add("Hosts:Webhook:Url is not an address; allowed: such as https://hosts.example/scale."); // it may hold a password: not shown
        if (WebhookSecret.Read(options).Current(out var problem) is null) mistakes.Add(problem!);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
