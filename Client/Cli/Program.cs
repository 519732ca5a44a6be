using OrleansInference.Cli.Commands;

return await OiCommand.RunAsync(args, new CommandStreams(Console.OpenStandardInput(), Console.Out, Console.Error));
