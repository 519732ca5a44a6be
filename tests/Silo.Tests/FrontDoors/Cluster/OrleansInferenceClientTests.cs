using OrleansInference.Client;
using OrleansInference.Cluster;
using OrleansInference.Inference;
using OrleansInference.Models;
using static OrleansInference.Cluster.InferenceCluster;

namespace OrleansInference.FrontDoors.Cluster;

/// <summary>The Orleans door and its client, on whichever engine the suite is built for.</summary>
public sealed class OrleansInferenceClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private InferenceCluster _cluster = null!;
    private OrleansInferenceClient _client = null!;

    public async Task InitializeAsync()
    {
        _cluster = await Start(1);
        _client = new OrleansInferenceClient(_cluster.Client);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_request_is_answered_with_typed_tensors()
    {
        var response = await _client.InferAsync(new InferenceRequest
        {
            Model = "double",
            RequestedOutputs = ["y"],
            TimeLeft = Patience,
            Inputs = [InferenceTensor.Of<float>("x", [2, 2], new[] { 1f, 2, 3, 4 })],
        });
        Assert.Equal(new ModelVersion("double", 1), response.Model);
        Assert.Equal([2f, 4, 6, 8], Assert.Single(response.Outputs).Elements<float>());
    }

    [Fact]
    public async Task Requests_do_not_wait_for_each_other_and_can_be_cancelled()
    {
        _cluster.Runtime(0).Close();
        using var cancellation = new CancellationTokenSource();
        var running = Enumerable.Range(0, 2).Select(_ => _client.InferAsync(Request(1))).ToArray();
        await Eventually.Holds(() => _cluster.Runtime(0).Runs == 2);
        var queued = _client.InferAsync(Request(1), cancellation.Token);
        var hurried = _client.InferAsync(Request(1) with { TimeLeft = TimeSpan.FromMilliseconds(50) });

        Assert.Equal(FaultKind.DeadlineExceeded, (await Assert.ThrowsAsync<InferenceException>(() => hurried)).Kind);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.WaitAsync(Patience));
        _cluster.Runtime(0).Open();
        await Task.WhenAll(running);
    }

    [Fact]
    public async Task A_request_that_does_not_fit_is_refused_as_by_the_other_doors()
    {
        await Refused(FaultKind.UnknownModel, "Request for unknown model: 'nosuch'", Request(1) with { Model = "nosuch" });
        await Refused(FaultKind.UnknownModel, "version 7", Request(1) with { Version = 7 });
        await Refused(FaultKind.InvalidInput, "missing input 'x'", Request(1) with { Inputs = [] });
        await Refused(FaultKind.InvalidInput, "takes 12 bytes, got 4", Request(1) with { Inputs = [Request(1).Inputs[0] with { Shape = [1, 3] }] });
        await Refused(FaultKind.InvalidInput, "expected FP32, got INT32", Request(1) with { Inputs = [InferenceTensor.Of<int>("x", [1, 1], new[] { 1 })] });
        await Refused(FaultKind.InvalidInput, "unexpected output 'z'", Request(1) with { RequestedOutputs = ["z"] });
    }

    [Fact]
    public async Task An_output_is_classified()
    {
        var response = await _client.ClassifyAsync(Request(1, 5, 3) with { RequestedOutputs = ["y"] }, 2);
        Assert.Equal([new Classification(10, 1, ""), new Classification(6, 2, "")], response.Outputs[0].Classifications().ToArray());
    }

    [Fact]
    public async Task Models_are_described_and_listed()
    {
        var model = await _client.GetModelAsync("double");
        Assert.Equal(["1"], model.Versions.ToArray());
        Assert.Equal(TensorDataType.Fp32, Assert.Single(model.Inputs).DataType);
        Assert.Contains(new ModelIndexEntry("double", "1", "READY", ""), await _client.ListModelsAsync());
        Assert.True(await _client.IsReadyAsync());
        Assert.True(await _client.IsModelReadyAsync("double"));
        Assert.False(await _client.IsModelReadyAsync("nosuch"));
        Assert.Equal(FaultKind.UnknownModel, (await Assert.ThrowsAsync<InferenceException>(() => _client.GetModelAsync("nosuch"))).Kind);
    }

    [Fact]
    public async Task Loading_and_unloading_reach_the_cluster_s_control_which_refuses_them_in_this_mode()
    {
        foreach (var call in new[] { _client.LoadModelAsync("double"), _client.UnloadModelAsync("double") })
            Assert.StartsWith("explicit model load / unload is not allowed", (await Assert.ThrowsAsync<InferenceException>(() => call)).Message);
    }

    private async Task Refused(FaultKind kind, string message, InferenceRequest request)
    {
        var exception = await Assert.ThrowsAsync<InferenceException>(() => _client.InferAsync(request));
        Assert.Equal(kind, exception.Kind);
        Assert.Contains(message, exception.Message);
    }
}
