using OrleansInference.Drills;

return await DrillsCommand.RunAsync(args);
