using System.CommandLine;
using System.CommandLine.Parsing;

namespace OrleansInference.Cli.Commands;

/// <summary>The options that say which model is asked, and what.</summary>
internal sealed class RequestOptions
{
    public Argument<string> Model { get; } = new("model") { Description = "The model's name; see 'oi models'." };

    public Option<long?> Version { get; } = new Option<long?>("--version")
    {
        Description = "The model's version; without it, the server's choice.",
        HelpName = "number",
    }.AtLeast(1);

    public Option<string> Image { get; } = new("--image")
    {
        Description = "A PNG file, or - for standard input. It is resized to the model's image input and scaled to 0..1 (FP32) or 0..255 (UINT8). Transparent pixels count as black.",
        HelpName = "file",
    };

    public Option<string> Text { get; } = new("--text")
    {
        Description = "A text, or - for standard input. It is sent as UTF-8 bytes, with their number where the model asks for it.",
        HelpName = "text",
    };

    public Option<string[]> Npy { get; } = new("--npy")
    {
        Description = "A NumPy file (numpy.save) for an input, sent as it is: its first dimension is the batch. Repeat it for several inputs. The name may be left out where the model has one input, or an input with the file's name.",
        HelpName = "[input=]file",
    };

    public Option<string> Request { get; } = new("--request")
    {
        Description = "A file with a request in the protocol's JSON, or - for standard input; sent as it is. HTTP only.",
        HelpName = "file",
    };

    /// <summary>Those of which a command takes one.</summary>
    public IReadOnlyList<Option> Inputs => [Image, Text, Npy, Request];

    public void AddTo(Command command)
    {
        command.Add(Model);
        foreach (var option in Inputs)
            command.Add(option);
        command.Add(Version);
        command.Validators.Add(RequireOneInputAtMost);
    }

    public bool HasInput(CommandResult result) => Inputs.Any(input => result.GetResult(input) is not null);

    private void RequireOneInputAtMost(CommandResult result)
    {
        if (Inputs.Count(input => result.GetResult(input) is not null) > 1)
            result.AddError("Expected only one of --image, --text, --npy and --request.");
    }
}
