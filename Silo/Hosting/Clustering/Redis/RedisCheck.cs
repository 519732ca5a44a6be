using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace OrleansInference.Hosting.Clustering;

/// <summary>Asks the Redis for what a silo that joins will ask of it, before models are loaded.</summary>
internal static class RedisCheck
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(4);

    /// <summary>Null where it answers; else what stands in the way and what to do, in one line.</summary>
    public static string? Problem(SiloClusterOptions options)
    {
        var settings = RedisSettings.For(options);
        var problem = Reach(settings.EndPoints) ?? Use(settings, $"{options.Service}/check/{options.SiloName}");
        return problem is null ? null : $"Cluster:Redis = {RedisSettings.Describe(options)}: {problem}";
    }

    /// <summary>Null where one of them accepts a connection: that tells a wrong address at once, and from a wrong password.</summary>
    private static string? Reach(EndPointCollection endpoints)
    {
        var problems = endpoints.Select(Connect).ToArray();
        return Array.Exists(problems, problem => problem is null) ? null : $"{problems[0]}; start the Redis there, or give another address with --redis HOST:PORT";
    }

    private static string? Connect(EndPoint endpoint)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            // Nothing else runs yet in this process, so the thread may wait.
            socket.ConnectAsync(endpoint, bound.Token).AsTask().GetAwaiter().GetResult();
            return null;
        }
        catch (SocketException exception)
        {
            return $"can't connect ({exception.Message})";
        }
        catch (OperationCanceledException)
        {
            return $"no connection within {Bound.TotalSeconds} s";
        }
    }

    private static string? Use(ConfigurationOptions settings, string key)
    {
        settings.AbortOnConnectFail = true;
        settings.ConnectRetry = 1;
        settings.ConnectTimeout = settings.AsyncTimeout = settings.SyncTimeout = (int)Bound.TotalMilliseconds;
        try
        {
            using var connection = ConnectionMultiplexer.Connect(settings);
            // A write: a replica that only reads is of no use, nor a user that may not.
            connection.GetDatabase().KeyDelete(key);
            return null;
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException or TimeoutException)
        {
            return Reason(exception);
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        RedisServerException => $"it refuses to be written to ({exception.Message.TrimEnd('.')})",
        RedisCommandException => $"it can't be written to ({exception.Message.TrimEnd('.')}); name the primary with --redis HOST:PORT",
        _ when exception.Message.Contains("NOAUTH", StringComparison.Ordinal) => "it asks for a password; give it with --redis-password FILE",
        _ when exception.Message.Contains("WRONGPASS", StringComparison.Ordinal) => "it refuses the password, or the user; give it another with --redis-password FILE",
        _ => $"it accepts connections, but did not answer as a Redis does within {Bound.TotalSeconds} s; where it speaks TLS, add ssl=true to --redis, and only there",
    };
}
