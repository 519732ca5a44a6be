using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Autoscaling.Hosts;

namespace OrleansInference.Orchestration.Webhook;

public sealed class WebhookOptionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_secret_in_a_file_goes_before_the_environments_and_is_read_again()
    {
        var secret = new WebhookSecret(new() { SecretPath = Write("first secret of 16\n") }, "from the environment");
        Assert.Equal("first secret of 16"u8.ToArray(), secret.Current(out _));

        Write("second secret of 16");
        Assert.Equal("second secret of 16"u8.ToArray(), secret.Current(out _));
        Assert.Equal("from the environment"u8.ToArray(), new WebhookSecret(new(), "from the environment").Current(out _));
    }

    [Fact]
    public void A_secret_that_can_not_be_used_is_told_without_it()
    {
        Assert.Null(new WebhookSecret(new() { SecretPath = Write("too short") }, null).Current(out var problem));
        Assert.Contains("has 9 characters; allowed: at least 16", problem);
        Assert.DoesNotContain("too short", problem);

        Assert.Null(new WebhookSecret(new() { SecretPath = Path.Combine(_folder.FullName, "missing") }, "from the environment").Current(out problem));
        Assert.StartsWith("Hosts:Webhook:SecretPath is '", problem);

        Assert.Null(new WebhookSecret(new(), null).Current(out problem));
        Assert.Contains("ORLEANS_INFERENCE_WEBHOOK_SECRET", problem);
    }

    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        var result = new WebhookOptionsValidator().Validate(null, new() { Url = "ftp://user:word@hosts.example", SecretPath = Write("") });

        Assert.Equal(2, result.Failures!.Count());
        Assert.DoesNotContain("word", string.Concat(result.Failures!));
    }

    [Fact]
    public void It_is_registered_with_its_options()
    {
        var services = new ServiceCollection().AddLogging().AddWebhookOrchestrator(new ConfigurationBuilder().AddInMemoryCollection(
            [new("Hosts:Webhook:Url", "https://hosts.example/scale"), new("Hosts:Webhook:SecretPath", Write("0123456789abcdef"))]).Build());
        using var provider = services.BuildServiceProvider();

        Assert.Equal("webhook", provider.GetRequiredService<IHostOrchestrator>().Name);
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, "secret");
        File.WriteAllText(path, text);
        return path;
    }
}
