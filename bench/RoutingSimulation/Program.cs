using OrleansInference.Bench;

return new SimulationCommand(Console.Out, Console.Error).Run(args);
