using System.CommandLine;
using OrleansInference.Cli.Server;

namespace OrleansInference.Cli.Commands;

/// <summary><c>oi config check</c>: judges a model repository. The server's program does it, which reads the same files when it starts.</summary>
internal static class ConfigCommand
{
    private const string Examples =
        """
        Examples:
          oi config check models/repository
              Every model of a repository.
          oi config check models/repository/digits --json
              One model, for programs.

        It prints a line for each problem, as file:line:column: error: what is wrong and what is allowed. Programs are not loaded.
        Exit codes: 0 nothing is wrong (there may be warnings), 1 something is, 2 the command line was not understood.
        """;

    public static Command Create(CommandStreams streams)
    {
        var directory = new Argument<string>("directory") { Description = "A model repository, or the folder of one model." };
        var json = new Option<bool>("--json") { Description = "Prints a JSON array, for programs." };
        var check = new ExampleCommand("check", "Says everything that is wrong in the configurations and layout of a model repository, without a server.", Examples) { directory, json };
        check.SetAction((arguments, cancellationToken) =>
        {
            var program = ServerProgram.Find(streams.Variable("OI_SERVER_PROGRAM"));
            string[] options = arguments.GetValue(json) ? ["--json"] : [];
            return program.RunAsync(["check", arguments.GetRequiredValue(directory), .. options], streams.Output, streams.Error, cancellationToken);
        });
        return new ExampleCommand("config", "Works on the files of a model repository.", Examples) { check };
    }
}
