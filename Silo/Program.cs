using OrleansInference.Hosting;
using OrleansInference.Orchestration.Processes;
using OrleansInference.Repository.Check;

ParentWatch.Begin();
if (CheckCommand.Answer(args, Console.Out, Console.Error) is { } verdict)
    return verdict;

var settings = ServerOptions.Read(args);
if (ServerStart.Answer(settings) is { } answered)
    return answered;

var builder = InferenceServer.CreateBuilder(settings);
builder.Logging.AddServerConsole();
builder.Services.AddSingleton<AccessSummary>();
builder.Services.AddHostedService<Banner>();
if (ServerStart.Refusal(settings, builder.Services) is { } refused)
    return refused;

await using var app = InferenceServer.Build(builder);
using var interrupt = new SecondInterrupt();
await app.RunAsync();
return 0;
