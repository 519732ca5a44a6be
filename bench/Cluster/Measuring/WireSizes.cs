using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Bench;

/// <summary>How long the messages of a request are.</summary>
internal static class WireSizes
{
    public static void Write(TextWriter output, IServiceProvider services, int bytes)
    {
        var serializer = services.GetRequiredService<Serializer>();
        var tensor = new InferenceTensor { Name = "x", DataType = TensorDataType.UInt8, Shape = [bytes], Data = new byte[bytes] };
        var request = new InferenceRequest { Model = EchoSource.Two, Version = 1, Inputs = [tensor], TimeLeft = TimeSpan.FromSeconds(59.9), MaxAnswerBytes = 100 << 20 };
        var response = new InferenceResponse { Model = new ModelVersion(EchoSource.Two, 1), Outputs = [tensor with { Name = "y" }] };
        var load = new PoolLoad(DateTime.UnixEpoch.AddYears(60).Ticks, 1, 0.001);
        output.WriteLine($"On the wire, with {bytes} B of data: request {Length(request)} B, answer {Length(new PoolAnswer(InferenceOutcome.Of(response), load, TimeSpan.FromMilliseconds(1.5)))} B, "
            + $"of which load {Length(load)} B; bare {Length(new EchoMessage(new byte[bytes]))} B.");

        int Length<T>(T message) => serializer.SerializeToArray(message).Length;
    }
}
