using Orleans.Persistence;
using OrleansInference.Hosting.Clustering;
using OrleansInference.SavedState;

namespace OrleansInference.Storage;

/// <summary>Stores in the cluster's Redis what is to outlive the silos.</summary>
internal static class RedisStateStorage
{
    /// <param name="place">Of the Redis, for people.</param>
    public static ISiloBuilder AddSavedStateInRedis(this ISiloBuilder silo, string place)
    {
        silo.Services.AddSingleton(new SavedStateSpec { Place = $"redis {place}" });
        return silo.AddRedisGrainStorage(SavedStateSpec.StorageName, storage => storage.Configure<RedisConnection>(static (redis, connection) =>
        {
            redis.ConfigurationOptions = connection.Settings;
            redis.CreateMultiplexer = async _ => (await connection.OpenAsync(), IsShared: true);
            redis.GrainStorageSerializer = new SavedRecordSerializer();
        }));
    }
}
