using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using OrleansInference.Control;
using OrleansInference.Hosting;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using OrleansInference.Routing.Failures;

namespace OrleansInference.Cluster;

/// <summary>Silos that serve <see cref="DoublingSource"/>, on whichever engine the suite is built for.</summary>
internal sealed class InferenceCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private InferenceCluster(InProcessTestCluster cluster) => _cluster = cluster;

    /// <summary>Ends when every silo serves, where models are loaded at the start.</summary>
    public static async Task<InferenceCluster> Start(short silos, ControlSpec? control = null, DoublingSource? source = null, int? maxMessageBytes = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            if (maxMessageBytes is { } most) silo.Services.Configure<SiloMessagingOptions>(messaging => messaging.MaxMessageBodySize = most);
            if (control is not null) silo.Services.AddSingleton(control);
            silo.Services.AddSingleton(_ => source ?? new DoublingSource());
            silo.Services.AddSingleton<IModelSource>(services => services.GetRequiredService<DoublingSource>());
            silo.Services.AddSingleton<DoublingRuntime>();
            silo.Services.AddSingleton<IModelRuntime>(services => services.GetRequiredService<DoublingRuntime>());
            // Silos start one after the other; none is to count as new.
            silo.Services.Configure<FailureOptions>(failures => failures.SlowStartWindow = TimeSpan.Zero);
            silo.AddInference();
        });
        var cluster = new InferenceCluster(builder.Build());
        await cluster._cluster.DeployAsync();
        if (control is not { Mode: ControlMode.Explicit })
            foreach (var silo in cluster._cluster.Silos) await cluster.UntilEverySiloSees(silo, silos);
        return cluster;
    }

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    /// <summary>A client outside of the silos.</summary>
    public IClusterClient Client => _cluster.Client;

    public IDispatcher Dispatcher(int silo) => Service<IDispatcher>(Silos[silo]);

    public IModelControl Control(int silo) => Service<IModelControl>(Silos[silo]);

    /// <summary>Changes the files of every silo.</summary>
    public void Edit(int edition)
    {
        foreach (var silo in Silos) Service<DoublingSource>(silo).Edition = edition;
    }

    public DoublingRuntime Runtime(int silo) => Service<DoublingRuntime>(Silos[silo]);

    /// <summary>Asks a silo's pool for its report by resizing it to what it is.</summary>
    public Task<PoolReport> Report(InProcessSiloHandle silo) => _cluster.Client
        .GetGrain<IReplicaPoolGrain>(new PoolKey(new ModelVersion("double", 1), DoublingSource.Revision, silo.SiloAddress).ToString()).Resize(2);

    public Task Kill(InProcessSiloHandle silo) => _cluster.KillSiloAsync(silo);

    public Task Stop(InProcessSiloHandle silo) => _cluster.StopSiloAsync(silo);

    public async Task<InProcessSiloHandle> Add()
    {
        var silo = await _cluster.StartAdditionalSiloAsync();
        await UntilEverySiloSees(silo, Silos.Count);
        return silo;
    }

    public T Service<T>(InProcessSiloHandle silo) where T : notnull => _cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<T>();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    /// <summary>Until the dispatcher of <paramref name="silo"/> knows two ready replicas on each of so many silos.</summary>
    public Task UntilEverySiloSees(InProcessSiloHandle silo, int silos) => Eventually.Holds(async () =>
        await Service<IDispatcher>(silo).DescribeAsync("double", null, default) is { } status && status.ReadyReplicas == 2 * silos);

    public static InferenceRequest Request(params float[] values) => new()
    {
        Model = "double",
        Inputs = [new InferenceTensor
        {
            Name = "x",
            DataType = TensorDataType.Fp32,
            Shape = [1, values.Length],
            Data = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
        }],
    };

    public static float[] Floats(InferenceOutcome outcome)
    {
        Assert.Null(outcome.Fault);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(Assert.Single(outcome.Response!.Outputs).Data.Span).ToArray();
    }
}
