using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansInference.Autoscaling;
using OrleansInference.Repository;

namespace OrleansInference.Tests.Repository;

public sealed class SampleRepositoryTests
{
    [Fact]
    public void The_sample_models_are_served_without_a_warning()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "OrleansInference.sln"))) root = root.Parent!;
        var options = new RepositoryOptions { Path = Path.Combine(root.FullName, "models", "repository") };

        var entries = new ModelRepository(Options.Create(options), Options.Create(new AutoscalerOptions()), NullLogger<ModelRepository>.Instance).Scan().SelectMany(scan => scan.Versions).ToList();

        Assert.Equal(["digits", "language"], entries.Select(entry => entry.Id.Model));
        Assert.All(entries, entry => Assert.Null(entry.Reason));
        Assert.All(entries, entry => Assert.Empty(entry.Warnings));
        Assert.All(entries, entry => Assert.NotEmpty(entry.Spec!.DeclaredSignature!.Outputs.Single(output => output.Name == "probabilities").Labels));
    }
}
