using Microsoft.Extensions.Options;

namespace OrleansInference.Client.Clustering;

/// <summary>All that is wrong with <see cref="InferenceClusterOptions"/>, together.</summary>
internal sealed class InferenceClusterOptionsValidator : IValidateOptions<InferenceClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, InferenceClusterOptions options)
    {
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(InferenceClusterOptions options)
    {
        if (ClusterEngine.Objection(options) is { } objection)
            yield return objection;
        if (options is { UsesRedis: true, Gateways.Count: > 0 })
            yield return $"Redis and Gateways '{string.Join(", ", options.Gateways)}': expected one of them.";
        foreach (var gateway in options.Gateways)
            if (GatewayAddress.Parse(gateway) is null)
                yield return $"Gateways '{gateway}': expected host:port.";
        if (options.RedisPasswordPath is { } path && !File.Exists(path))
            yield return $"RedisPasswordPath '{path}': expected a file that exists.";
        if (options.RedisPasswordPath is not null && !options.UsesRedis)
            yield return $"RedisPasswordPath '{options.RedisPasswordPath}': expected a Redis with it.";
        if (options.ConnectTimeout <= TimeSpan.Zero)
            yield return $"ConnectTimeout {options.ConnectTimeout}: expected more than 0.";
        if (options.GatewayRefresh < TimeSpan.FromMilliseconds(100) || options.GatewayRefresh > TimeSpan.FromHours(1))
            yield return $"GatewayRefresh {options.GatewayRefresh}: expected 00:00:00.1 to 01:00:00.";
        if (options.HedgeAfter <= TimeSpan.Zero && options.HedgeAfter != Timeout.InfiniteTimeSpan)
            yield return $"HedgeAfter {options.HedgeAfter}: expected more than 0, or infinite.";
        if (options.MaxMessageBodyBytes < 1)
            yield return $"MaxMessageBodyBytes {options.MaxMessageBodyBytes}: expected 1 or more.";
    }
}
