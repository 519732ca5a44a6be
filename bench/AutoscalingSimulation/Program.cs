using OrleansInference.Bench;

return new ScalingSimulationCommand(Console.Out, Console.Error).Run(args);
