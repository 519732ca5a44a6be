using System.CommandLine;
using System.CommandLine.Parsing;

namespace OrleansInference.Cli.Commands;

/// <summary>The command line of <c>oi infer</c>.</summary>
internal sealed class InferOptions(CommandStreams streams)
{
    public RequestOptions Request { get; } = new();

    public Option<int?> Top { get; } = new Option<int?>("--top")
    {
        Description = "How many classes to print of each item, most likely first (not with --request). [default: 1]",
        HelpName = "count",
    }.AtLeast(1);

    public Option<string> OutputNpy { get; } = new("--output-npy")
    {
        Description = "Writes the outputs as NumPy files instead of printing them: a path that ends with .npy for the one output, else a directory, for a file named after each output.",
        HelpName = "path",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Prints one JSON object, for programs." };

    public ServerOptions Server { get; } = new(streams);

    public void AddTo(Command command)
    {
        Request.AddTo(command);
        foreach (var option in (Option[])[Top, OutputNpy, Json])
            command.Add(option);
        Server.AddTo(command);
        command.Validators.Add(Check);
    }

    private void Check(CommandResult result)
    {
        if (!Request.HasInput(result))
            result.AddError("Expected one of --image, --text, --npy and --request.");
        if (result.GetResult(Request.Request) is not null && result.GetResult(Top) is not null)
            result.AddError("--top does not go with --request: such a request says itself what it asks for.");
        if (result.GetResult(OutputNpy) is not null && result.GetResult(Top) is not null)
            result.AddError("--top does not go with --output-npy, which writes whole outputs.");
    }
}
