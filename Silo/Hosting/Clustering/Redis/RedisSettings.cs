using System.Net;
using OrleansInference.FrontDoors.Reload;
using StackExchange.Redis;

namespace OrleansInference.Hosting.Clustering;

/// <summary>How the server connects to its Redis, from <see cref="SiloClusterOptions"/>.</summary>
internal static class RedisSettings
{
    /// <summary>Expects options that <see cref="Mistakes"/> has found right.</summary>
    public static ConfigurationOptions For(SiloClusterOptions options)
    {
        var settings = ConfigurationOptions.Parse(options.Redis);
        if (options.RedisPasswordPath.Length > 0) settings.Password = FileText.Read(options.RedisPasswordPath).Text?.Trim();
        settings.SetDefaultPorts();
        settings.ClientName = $"orleans-inference/{options.SiloName}";
        settings.AbortOnConnectFail = false; // a silo that runs outlives its Redis, and finds it again
        settings.ReconnectRetryPolicy = new ExponentialRetry(deltaBackOffMilliseconds: 500, maxDeltaBackOffMilliseconds: 5000);
        return settings;
    }


    public static IEnumerable<string> Mistakes(SiloClusterOptions options)
    {
        var (settings, problem) = Parse(options.Redis);
        if (problem is not null)
            yield return $"Cluster:Redis can't be read: {problem.TrimEnd('.')}; allowed: HOST:PORT, and options of StackExchange.Redis with commas between them.";
        if (options.RedisPasswordPath.Length == 0) yield break;
        if (FileText.Read(options.RedisPasswordPath) is { Error: { } error })
            yield return $"Cluster:RedisPasswordPath is '{options.RedisPasswordPath}': {error.TrimEnd('.')}; allowed: a file with the password.";
        if (!string.IsNullOrEmpty(settings?.Password))
            yield return "Cluster:Redis has a password, and Cluster:RedisPasswordPath is set; allowed: one of them.";
    }

    /// <summary>The addresses, without a password.</summary>
    public static string Describe(SiloClusterOptions options) => string.Join(',', ConfigurationOptions.Parse(options.Redis).EndPoints.Select(Text));

    private static string Text(EndPoint? endpoint) => endpoint switch
    {
        DnsEndPoint name => $"{name.Host}:{(name.Port > 0 ? name.Port : 6379)}",
        IPEndPoint { Port: 0 } address => $"{address.Address}:6379",
        _ => $"{endpoint}",
    };

    private static (ConfigurationOptions? Settings, string? Problem) Parse(string text)
    {
        try
        {
            var settings = ConfigurationOptions.Parse(text);
            return settings.EndPoints.Count > 0 ? (settings, null) : (null, "it names no host");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return (null, exception.Message);
        }
    }
}
