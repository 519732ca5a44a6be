using System.Net;
using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors;

namespace OrleansInference.Hosting.Clustering;

/// <summary>What attributes can't say: how the options fit together and with the build, and what addresses and files hold.</summary>
internal sealed class SiloClusterOptionsValidator : IValidateOptions<SiloClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, SiloClusterOptions options)
    {
        string[] mistakes = [.. Addresses(options), .. options.UsesRedis ? WithRedis(options) : WithLocalhost(options)];
        return mistakes.Length > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Addresses(SiloClusterOptions options)
    {
        var source = options.Address.Length > 0 ? "Cluster:Address" : "POD_IP";
        if (!IPAddress.TryParse(options.AddressText, out var address))
            yield return $"{source} is '{options.AddressText}'; allowed: an IP address, such as 10.0.0.7.";
        else if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            yield return $"{source} is '{options.AddressText}'; allowed: one address of this machine, which others connect to. To listen on all of them, set Cluster:ListenAddress to '*'.";
        if (options.ListenAddress.Length > 0 && !ListenAddressAttribute.TryParse(options.ListenAddress, out _))
            yield return $"Cluster:ListenAddress is '{options.ListenAddress}'; allowed: an IP address, 'localhost' or '*'.";
    }

    private static IEnumerable<string> WithLocalhost(SiloClusterOptions options)
    {
        foreach (var (key, value) in new[]
            {
                ("Cluster:Redis", options.Redis), ("Cluster:RedisPasswordPath", options.RedisPasswordPath),
                ("Cluster:Address", options.Address), ("Cluster:ListenAddress", options.ListenAddress),
            })
            if (value.Length > 0)
                yield return $"{key} is set, but Cluster:Membership is 'localhost', a cluster of this machine alone; allowed: with --cluster redis.";
    }

    private static IEnumerable<string> WithRedis(SiloClusterOptions options)
    {
        if (RedisClustering.Unavailable is { } reason)
            yield return $"Cluster:Membership is 'redis', but {reason}";
        if (options.PrimaryPort > 0)
            yield return $"Cluster:PrimaryPort is {options.PrimaryPort}, but Cluster:Membership is 'redis': silos find each other there; allowed: with localhost.";
        if (options.Redis.Length == 0)
            yield return "Cluster:Redis is not set, but Cluster:Membership is 'redis'; allowed: --redis HOST:PORT.";
        else if (RedisClustering.Unavailable is null)
            foreach (var mistake in RedisClustering.Mistakes(options)) yield return mistake;
    }
}
