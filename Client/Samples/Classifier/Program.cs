using OrleansInference.Client;
using OrleansInference.Client.Clustering;
using OrleansInference.Samples.Classifier;

var builder = WebApplication.CreateBuilder(args);

// Where the models are, deadlines and retries: Inference in appsettings.json, or Inference__Address and the like in the environment.
builder.Services.AddInferenceClient().BindConfiguration("Inference");
builder.Services.AddInferenceCluster().BindConfiguration("Inference"); // what Inference:Address orleans: connects to; idle otherwise
builder.Services.AddSingleton<Classifiers>();

builder.Services.AddHealthChecks().AddCheck<ModelsHealth>("models", tags: ["ready"]);
builder.Services.AddProblemDetails();
builder.Services.AddExceptionHandler<InferenceFailures>();
builder.Logging.Configure(logging => logging.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);

var app = builder.Build();
app.UseExceptionHandler();

app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false }); // this process; a missing model is no reason to restart it
app.MapHealthChecks("/healthz/ready", new() { Predicate = check => check.Tags.Contains("ready") });

// The token is cancelled when the caller goes away, which ends the work on the server as well.
app.MapPost("/classify/language", async (HttpRequest request, Classifiers models, CancellationToken cancellationToken) =>
    Results.Ok(await models.LanguageAsync(await Body.ReadAsync(request, cancellationToken), cancellationToken)));
app.MapPost("/classify/digit", async (HttpRequest request, Classifiers models, CancellationToken cancellationToken) =>
    Results.Ok(await models.DigitAsync(await Body.ReadAsync(request, cancellationToken), cancellationToken)));

await app.RunAsync();
