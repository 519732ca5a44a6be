using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansInference.Client;

public sealed class InferenceClientOptionsTests
{
    [Fact]
    public void All_that_is_wrong_is_told_together_and_the_key_is_not()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => InferenceClient.Create(new InferenceClientOptions
        {
            Address = new Uri("ftp://x"), ApiKey = "secret\n", Timeout = TimeSpan.Zero, MaxRetries = -1, RetryDelay = TimeSpan.FromHours(1),
            MaxMessageBytes = 0, CaCertificate = "/no/such.pem", ClientKey = "/no/key.pem",
        }));
        string[] expected =
        [
            "Address 'ftp://x/'", "ApiKey", "Timeout 00:00:00", "MaxRetries -1", "RetryDelay 01:00:00", "MaxMessageBytes 0",
            "ClientKey '/no/key.pem'", "CaCertificate '/no/such.pem'", "ClientKey '/no/key.pem'",
        ];
        Assert.Equal(expected.Length, exception.Failures.Count());
        Assert.All(exception.Failures.Zip(expected), pair => Assert.StartsWith(pair.Second, pair.First));
        Assert.DoesNotContain("secret", exception.Message);
    }

    [Theory]
    [InlineData("http://h:8000")]
    [InlineData("https://h")]
    [InlineData("grpc://h:8001")]
    [InlineData("grpcs://h:8001")]
    public void A_container_gives_one_client_for_each_scheme(string address)
    {
        var services = new ServiceCollection();
        services.AddInferenceClient(options => options.Address = new Uri(address));
        using var provider = services.BuildServiceProvider();
        Assert.Same(provider.GetRequiredService<IInferenceClient>(), provider.GetRequiredService<IInferenceClient>());
    }

    [Fact]
    public void A_container_with_wrong_options_gives_none()
    {
        var services = new ServiceCollection();
        services.AddInferenceClient();
        using var provider = services.BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IInferenceClient>());
    }

    [Fact]
    public void The_cluster_needs_its_client() =>
        Assert.Throws<ArgumentNullException>(() => InferenceClient.Create(new InferenceClientOptions { Address = new Uri("orleans:") }));
}
