using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using OrleansInference.Control;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;
using static OrleansInference.Cluster.InferenceCluster;

namespace OrleansInference.Cluster;

/// <summary>What is too long for a message between silos is refused before it is sent: the engine would drop the connection, and with it what others have on their way.</summary>
public sealed class MessageSizeTests
{
    private const int MaxBytes = 2 * 1024 * 1024;
    private const int Fitting = (MaxBytes / sizeof(float)) - 1024;

    [Fact]
    public async Task A_request_that_no_message_could_hold_is_refused_wherever_its_pool_is()
    {
        await using var cluster = await Start(2, configure: Limited);
        await cluster.Dispatcher(0).InferAsync(Request(new float[Fitting]), default);

        foreach (var dispatcher in new[] { cluster.Dispatcher(0), cluster.Dispatcher(1) })
        {
            var outcome = await dispatcher.InferAsync(Request(new float[Fitting + 1024]), default);

            Assert.Equal(FaultKind.TooLarge, outcome.Fault?.Kind);
            Assert.Matches("^The request for model 'double' takes about [0-9]+ bytes \\('x' 2097152\\); at most 2097152 may go", outcome.Fault!.Message);
        }
    }

    [Fact]
    public async Task A_request_and_an_answer_that_just_fit_go_to_the_other_silo_and_come_back()
    {
        await using var cluster = await WithPoolOnSecondSiloOnly();

        Assert.Equal(Fitting, Floats(await cluster.Dispatcher(0).InferAsync(Request(new float[Fitting]), default)).Length);
        Assert.Equal(1, cluster.Runtime(1).Runs);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_refused_on_the_silo_that_made_it_and_costs_nobody_elses_request()
    {
        await using var cluster = await WithPoolOnSecondSiloOnly();
        cluster.Runtime(1).Copies = 3;
        using var load = new Load(cluster.Dispatcher(0), callers: 2);

        for (var i = 0; i < 3; i++)
        {
            var outcome = await cluster.Dispatcher(0).InferAsync(Request(new float[Fitting / 2]), default);

            Assert.Equal(FaultKind.TooLarge, outcome.Fault?.Kind);
            Assert.Matches("^The answer of model 'double/1' takes about [0-9]+ bytes \\('y' [0-9]+\\); at most 2097152 may go", outcome.Fault!.Message);
        }
        var answered = load.Answered;
        await Eventually.Holds(() => load.Answered > answered);
        Assert.Empty(await load.Stop());
    }

    [Fact]
    public async Task An_answer_of_any_length_reaches_a_caller_on_its_own_silo()
    {
        await using var cluster = await Start(1, configure: Limited);
        cluster.Runtime(0).Copies = 3;

        Assert.Equal(3 * Fitting, Floats(await cluster.Dispatcher(0).InferAsync(Request(new float[Fitting]), default)).Length);
    }

    [Fact]
    public async Task A_client_of_the_cluster_is_told_too()
    {
        await using var cluster = await Start(1, configure: Limited);
        cluster.Runtime(0).Copies = 3;

        var outcome = await cluster.Client.GetGrain<IInferenceGrain>(0).Infer(Request(new float[Fitting]), classes: 0, default);

        Assert.Equal(FaultKind.TooLarge, outcome.Fault?.Kind);
    }

    private static async Task<InferenceCluster> WithPoolOnSecondSiloOnly()
    {
        var cluster = await Start(2, configure: Limited);
        var first = cluster.Client.GetGrain<IModelControlGrain>(cluster.Silos[0].SiloAddress.ToParsableString());
        Assert.Null(await first.Resize(new ModelVersion("double", 1), 0));
        await Eventually.Holds(async () => (await cluster.Dispatcher(0).DescribeAsync("double", null, default))!.ReadyReplicas == 2);
        return cluster;
    }

    private static void Limited(ISiloBuilder silo) => silo.Services.Configure<SiloMessagingOptions>(messaging => messaging.MaxMessageBodySize = MaxBytes);
}
