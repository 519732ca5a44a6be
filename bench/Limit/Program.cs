using OrleansInference.Bench;

return await new LimitCommand(Console.Out, Console.Error).RunAsync(args);
