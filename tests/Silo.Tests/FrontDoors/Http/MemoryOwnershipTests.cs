using Microsoft.Extensions.DependencyInjection;
using OrleansInference.FrontDoors.Memory;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http;

/// <summary>Output memory is released once, whatever happens; input memory is reused only when nobody can be reading it.</summary>
public sealed class MemoryOwnershipTests : IAsyncLifetime
{
    private const string Request = """{"inputs":[{"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]}""";

    private DoorHost _door = null!;

    public async Task InitializeAsync() => _door = await DoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Theory]
    [InlineData("y", TensorDataType.Int32, 4, 200)]
    [InlineData("y", TensorDataType.Fp16, 2, 400)]
    [InlineData("other", TensorDataType.Int32, 4, 400)]
    [InlineData("y", TensorDataType.Unknown, 4, 500)]
    public async Task Outputs_are_released_once_after_success_refusal_and_failure(string name, TensorDataType type, int bytes, int status)
    {
        var memory = new CountedMemory(new byte[bytes]);
        TensorMemory.Share(memory.Memory, 2); // the door is one holder, this test the other
        _door.Dispatcher.Answer(new InferenceTensor { Name = name, DataType = type, Shape = [1], Data = memory.Memory });

        var response = await _door.InferAsync("open", Request[..^1] + ""","outputs":[{"name":"y"}]}""");

        Assert.Equal((status, 0), ((int)response.StatusCode, memory.Releases));
        TensorMemory.Release(memory.Memory);
        Assert.Equal(1, memory.Releases);
        await _door.AssertNextRequestWorksAsync();
    }

    [Theory]
    [InlineData(FaultKind.InvalidInput, true)]
    [InlineData(FaultKind.ModelError, true)]
    [InlineData(FaultKind.QueueFull, true)]
    [InlineData(FaultKind.Cancelled, false)]
    [InlineData(FaultKind.DeadlineExceeded, false)]
    [InlineData(FaultKind.Unavailable, false)]
    [InlineData(null, false)] // the dispatcher threw
    [InlineData(FaultKind.ModelError, false, true)] // another part of the request was given up
    public async Task Inputs_are_reused_only_where_the_outcome_allows(FaultKind? kind, bool reused, bool inUse = false)
    {
        ReadOnlyMemory<byte> input = default;
        _door.Dispatcher.OnInfer = (request, _) =>
        {
            input = request.Inputs[0].Data;
            return ValueTask.FromResult(InferenceOutcome.Of(kind ?? throw new InvalidOperationException(), "no") with { InputsInUse = inUse });
        };

        await _door.InferAsync("open", Request);

        var pool = _door.Services.GetRequiredService<AlignedBufferPool>();
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(input, out var segment));
        Assert.Equal(reused, Enumerable.Range(0, 8).Any(_ => ReferenceEquals(pool.Rent(1), segment.Array)));
    }
}
