using System.Collections.Immutable;
using OrleansInference.Autoscaling;
using OrleansInference.Models;

namespace OrleansInference.Tests.Autoscaling;

public sealed class ReplicaMemoryTests : IDisposable
{
    private readonly string _program = Path.GetTempFileName();

    public ReplicaMemoryTests() => File.WriteAllBytes(_program, new byte[1000]);

    public void Dispose() => File.Delete(_program);

    [Theory]
    [InlineData("cpu", "fp32", true, 0, 1250)]
    [InlineData("cpu", "fp32", true, 3, 250)]
    [InlineData("cpu", "fp32", false, 3, 1250)]
    [InlineData("cuda:0", "fp32", true, 3, 1250)]
    [InlineData("cuda:0", "fp16", true, 0, 625)]
    [InlineData("cuda:0", "fp16", false, 0, 1250)]
    public void Follows_from_the_size_of_the_program(string device, string precision, bool isLibTorch, int replicas, long expected) =>
        Assert.Equal(expected, new ReplicaMemory(isLibTorch).Of(Spec(_program, device, precision), replicas));

    [Fact]
    public void Is_not_known_without_a_program()
    {
        Assert.Equal(0, new ReplicaMemory(true).Of(Spec("", "cpu", "fp32"), 0));
        Assert.Equal(0, new ReplicaMemory(true).Of(Spec("/nowhere/model.pt", "cpu", "fp32"), 0));
    }

    private static ModelSpec Spec(string program, string device, string precision) => new()
    {
        Id = new ModelVersion("m", 1),
        Backend = "pytorch",
        ProgramPath = program,
        Batching = new BatchingSpec(1, TimeSpan.Zero, 0),
        Replicas = [new DeviceSlot(device, 1)],
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["PRECISION"] = precision }.ToImmutableDictionary(),
    };
}
