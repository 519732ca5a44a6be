using System.CommandLine;
using System.CommandLine.Parsing;

namespace OrleansInference.Cli.Commands;

/// <summary>The command line of <c>oi infer</c>.</summary>
internal sealed class InferOptions
{
    public const string JsonOutput = "json";
    private const string TextOutput = "text";

    public Argument<string> Model { get; } = new("model") { Description = "The model's name; see 'oi models'." };

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

    public Option<string> Json { get; } = new("--json")
    {
        Description = "A file with a request in the protocol's JSON, or - for standard input; sent as it is.",
        HelpName = "file",
    };

    public Option<long?> Version { get; } = new("--version") { Description = "The model's version; without it, the server's choice.", HelpName = "number" };

    public Option<int?> Top { get; } = new("--top") { Description = "How many classes to print, most likely first (with --image or --text). [default: 1]", HelpName = "count" };

    public Option<string> Output { get; } = new("--output")
    {
        Description = "'text' for people, 'json' for programs.",
        HelpName = "format",
        DefaultValueFactory = _ => TextOutput,
    };

    public ServerOptions Server { get; } = new();

    public void AddTo(Command command)
    {
        Output.AcceptOnlyFromAmong(TextOutput, JsonOutput);
        Version.Validators.Add(result => ServerOptions.RequireAtLeastOne(result, result.GetValueOrDefault<long?>() ?? 1));
        Top.Validators.Add(result => ServerOptions.RequireAtLeastOne(result, result.GetValueOrDefault<int?>() ?? 1));
        command.Add(Model);
        foreach (var option in (Option[])[Image, Text, Json, Version, Top, Output])
            command.Add(option);
        Server.AddTo(command);
        command.Validators.Add(RequireOneInput);
    }

    private void RequireOneInput(CommandResult result)
    {
        Option[] inputs = [Image, Text, Json];
        if (inputs.Count(input => result.GetResult(input) is not null) != 1)
            result.AddError("Expected exactly one of --image, --text and --json.");
        if (result.GetResult(Json) is not null && result.GetResult(Top) is not null)
            result.AddError("--top goes with --image or --text; a --json request says itself what it asks for.");
    }
}
