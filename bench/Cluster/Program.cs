using OrleansInference.Bench;

return await new ClusterCommand(Console.Out, Console.Error).RunAsync(args);
