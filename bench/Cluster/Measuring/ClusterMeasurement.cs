using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansInference.Control;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;

namespace OrleansInference.Bench;

/// <summary>Three silos in three processes, this one among them; every way in turn, round by round.</summary>
internal sealed class ClusterMeasurement(ClusterOptions options, TextWriter output, TextWriter progress)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    // A busy machine compiles late what is called often.
    private const int WarmUpRounds = 3;

    private int _turn;

    public async Task RunAsync()
    {
        // As a door's: it would fire if the caller went away.
        using var caller = new CancellationTokenSource();
        using var own = await BenchSilo.StartAsync(options.Port, options.Port, options.Connections);
        await using var second = await SiloProcess.StartAsync(options.Port + 2, options.Port, options.Connections);
        await using var third = await SiloProcess.StartAsync(options.Port + 4, options.Port, options.Connections);
        var silos = await Silos(own.Services);
        await Place(own.Services, silos);

        var grains = own.Services.GetRequiredService<IGrainFactory>();
        ImmutableArray<IEchoGrain> bare = [.. silos.Select(silo => grains.GetGrain<IEchoGrain>(silo.ToParsableString()))];
        var dispatcher = own.Services.GetRequiredService<IDispatcher>();
        List<ClusterCase> cases = [];
        foreach (var bytes in options.Sizes)
            foreach (var callers in options.Callers)
            {
                var message = new EchoMessage(new byte[bytes]);
                cases.Add(new($"one process, {bytes} B", callers, () => bare[0].Echo(message), () => bare[0].EchoByWorker(message), Ours(dispatcher, EchoSource.One, message, caller.Token)));
                cases.Add(new($"two processes, {bytes} B", callers, () => bare[1].Echo(message), () => bare[1].EchoByWorker(message), Ours(dispatcher, EchoSource.Two, message, caller.Token)));
                cases.Add(new($"three processes, {bytes} B", callers, () => Next(bare).Echo(message), () => Next(bare).EchoByWorker(message),
                    Ours(dispatcher, EchoSource.Three, message, caller.Token)));
            }

        using var ending = new CancellationTokenSource();
        var large = Task.WhenAll(Enumerable.Range(0, options.LargeBytes > 0 ? 2 : 0).Select(_ => Task.Run(() => Load(Ours(dispatcher, EchoSource.Two, new EchoMessage(new byte[options.LargeBytes]), caller.Token), ending.Token))));
        await Rounds.RunAsync("warm-up", WarmUpRounds, [.. cases.SelectMany(each => each.Steps(options.Duration, () => Environment.CpuUsage.TotalTime + second.ProcessorTime + third.ProcessorTime))], progress);
        foreach (var each in cases)
        {
            each.BareRuns.Clear();
            each.WorkerRuns.Clear();
            each.OurRuns.Clear();
        }
        await Rounds.RunAsync("ways", options.Rounds, [.. cases.SelectMany(each => each.Steps(options.Duration, () => Environment.CpuUsage.TotalTime + second.ProcessorTime + third.ProcessorTime))], progress);
        await ending.CancelAsync();
        await large;
        WireSizes.Write(output, own.Services, options.Sizes[0]);
        ClusterTable.Write(output, cases);
        await own.StopAsync();
    }

    private IEchoGrain Next(ImmutableArray<IEchoGrain> bare) => bare[1 + (Interlocked.Increment(ref _turn) & 1)];

    private static Func<Task> Ours(IDispatcher dispatcher, string model, EchoMessage message, CancellationToken caller)
    {
        var request = new InferenceRequest
        {
            Model = model,
            Version = 1,
            Inputs = [new InferenceTensor { Name = "x", DataType = TensorDataType.UInt8, Shape = [message.Data.Length], Data = message.Data }],
        };
        return async () =>
        {
            var outcome = await dispatcher.InferAsync(request, caller);
            if (outcome.Fault is { } fault) throw new InvalidOperationException($"{fault.Kind}: {fault.Message}");
        };
    }

    private static async Task Load(Func<Task> call, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested) await call();
    }

    private static async Task<ImmutableArray<SiloAddress>> Silos(IServiceProvider services)
    {
        var own = services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var membership = services.GetRequiredService<IClusterMembershipService>();
        while (true)
        {
            ImmutableArray<SiloAddress> active = [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)
                .OrderBy(silo => !silo.Equals(own)).ThenBy(silo => silo.Endpoint.Port)];
            if (active.Length == 3) return active;
            await Task.Delay(Between);
        }
    }

    /// <summary>Leaves each model where its name says, and ends when the dispatcher knows.</summary>
    private static async Task Place(IServiceProvider services, ImmutableArray<SiloAddress> silos)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var dispatcher = services.GetRequiredService<IDispatcher>();
        foreach (var (model, places) in new[] { (EchoSource.One, silos[..1]), (EchoSource.Two, silos[1..2]), (EchoSource.Three, silos[1..]) })
        {
            await Until(dispatcher, model, silos.Length * EchoSource.Replicas);
            foreach (var silo in silos.RemoveRange(places))
                if (await grains.GetGrain<IModelControlGrain>(silo.ToParsableString()).Resize(new ModelVersion(model, 1), 0) is { } fault) throw new InvalidOperationException(fault.Message);
            await Until(dispatcher, model, places.Length * EchoSource.Replicas);
        }
    }

    private static async Task Until(IDispatcher dispatcher, string model, int replicas)
    {
        while (await dispatcher.DescribeAsync(model, 1, default) is not { } status || status.ReadyReplicas != replicas) await Task.Delay(Between);
    }
}
