using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansInference.Hosting;

internal enum SampleColour
{
    Red,
    Green,
}

/// <summary>One option of each kind.</summary>
internal sealed class SampleOptions
{
    [Range(1, 65535)]
    public int Port { get; set; } = 8000;

    [Required]
    public string Name { get; set; } = "sample";

    public string DataPath { get; set; } = "data";

    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(5);

    public SampleColour Colour { get; set; } = SampleColour.Red;

    public bool Quiet { get; set; }

    public static OptionSection Section { get; } = OptionSection.Of<SampleOptions>("Sample", (nameof(DataPath), "data"));

    /// <summary>Objects to a name and, like an attribute would, to a port.</summary>
    internal sealed class Validator : IValidateOptions<SampleOptions>
    {
        public ValidateOptionsResult Validate(string? name, SampleOptions options)
        {
            List<string> failures = [];
            if (options.Name == "taken") failures.Add("Sample:Name is 'taken'; allowed: another one.");
            if (options.Port > 65535) failures.Add("Sample:Port is too high.");
            return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
        }
    }
}
