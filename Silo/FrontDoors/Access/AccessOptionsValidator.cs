using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.FrontDoors.Access;

/// <summary>Finds every mistake at once: of the options, and of the keys file.</summary>
internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        List<string> mistakes = [];
        if (options is { HasKeys: true, AllowAnonymous: true })
            mistakes.Add("Access:AllowAnonymous is true, but with Access:KeysPath every caller needs a key: leave out one of them.");
        if (options.HasKeys)
            mistakes.AddRange(ApiKeyFile.Parse(FileText.Read(options.KeysPath!)).Mistakes);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
