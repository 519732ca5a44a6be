using OrleansInference.Cli;
using OrleansInference.Cli.Commands;

using var interrupt = new Interrupt();
return await OiCommand.RunAsync(args, new CommandStreams(Console.OpenStandardInput(), Console.Out, Console.Error), interrupt.Token);
