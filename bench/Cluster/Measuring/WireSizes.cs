using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Bench;

/// <summary>How long the messages of a request are, and what it takes to write and read them.</summary>
internal sealed class WireSizes(Serializer serializer, TextWriter output)
{
    private const int Times = 20_000;

    public static void Write(TextWriter output, IServiceProvider services, int bytes)
    {
        var tensor = new InferenceTensor { Name = "x", DataType = TensorDataType.UInt8, Shape = [bytes], Data = new byte[bytes] };
        var request = new InferenceRequest { Model = EchoSource.Two, Version = 1, Inputs = [tensor], TimeLeft = TimeSpan.FromSeconds(59.9), MaxAnswerBytes = 100 << 20 };
        var response = new InferenceResponse { Model = new ModelVersion(EchoSource.Two, 1), Outputs = [tensor with { Name = "y" }] };
        var load = new PoolLoad(DateTime.UnixEpoch.AddYears(60).Ticks, 1, 0.001);
        output.WriteLine($"On the wire, with {bytes} B of data:");
        var sizes = new WireSizes(services.GetRequiredService<Serializer>(), output);
        sizes.Write("request", request);
        sizes.Write("answer", new PoolAnswer(InferenceOutcome.Of(response), load, TimeSpan.FromMilliseconds(1.5)));
        sizes.Write("of which load", load);
        sizes.Write("bare", new EchoMessage(new byte[bytes]));
    }

    private void Write<T>(string name, T message)
    {
        var bytes = serializer.SerializeToArray(message);
        for (var warm = 0; warm < 10 * Times; warm++) serializer.Deserialize<T>(serializer.SerializeToArray(message));
        var (written, read) = (Processor(() => serializer.SerializeToArray(message)), Processor(() => (object?)serializer.Deserialize<T>(bytes)));
        output.WriteLine($"- {name}: {bytes.Length} B, written in {written:F2} µs and read in {read:F2} µs");
    }

    /// <summary>Microseconds of processor time.</summary>
    private static double Processor(Func<object?> step)
    {
        var used = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Times; i++) GC.KeepAlive(step());
        return (Environment.CpuUsage.TotalTime - used).TotalMicroseconds / Times;
    }
}
