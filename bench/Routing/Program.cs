using OrleansInference.Bench;

return await new RoutingCommand(Console.Out, Console.Error).RunAsync(args);
