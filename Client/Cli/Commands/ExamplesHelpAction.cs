using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OrleansInference.Cli.Commands;

/// <summary>The usual help, followed by the command's examples; those of the whole program where it has none of its own.</summary>
internal sealed class ExamplesHelpAction(HelpAction help, string examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine((parseResult.CommandResult.Command as ExampleCommand)?.Examples ?? examples);
        return result;
    }
}
