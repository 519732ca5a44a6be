using OrleansInference.Bench;

return new AutoscalingCommand(Console.Out, Console.Error).Run(args);
