using OrleansInference.Bench;

return new LoadCommand(Console.Out, Console.Error, new SystemLoadClock()).Run(args);
