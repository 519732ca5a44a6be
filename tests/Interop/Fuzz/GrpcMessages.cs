using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using OrleansInference.Protocol;

namespace OrleansInference.Interop.Fuzz;

/// <summary>Messages for the gRPC door, from nearly right to noise.</summary>
internal static class GrpcMessages
{
    private const string Service = "/inference.GRPCInferenceService/";

    private static readonly string[] Methods =
    [
        "ModelInfer", "ModelInfer", "ModelInfer", "ModelStreamInfer", "ModelStreamInfer", "ServerLive", "ModelReady", "ModelMetadata", "ServerMetadata",
        "ModelConfig", "RepositoryIndex", "Nothing",
    ];

    private static readonly string[] OtherMethods =
        ["/grpc.health.v1.Health/Check", "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"];

    public static string Path(Random random) =>
        random.Next(10) == 0 ? OtherMethods[random.Next(OtherMethods.Length)] : Service + Methods[random.Next(Methods.Length)];

    /// <summary>The body of a call: messages in their frames, some of them damaged, or the frames.</summary>
    public static byte[] Body(Random random)
    {
        var body = new List<byte>();
        for (var messages = random.Next(8) == 0 ? random.Next(5) : 1; messages > 0; messages--)
        {
            var message = random.Next(8) switch
            {
                0 => RandomProtobuf(random, 5),
                1 => Mutation.Bytes(random, 300),
                _ => Mutation.Of(random, Valid(random).ToByteArray()),
            };
            var compressed = random.Next(10) == 0;
            if (compressed && random.Next(3) > 0) message = Mutation.Of(random, Gzip(message));
            body.AddRange(Framed(message, (byte)(compressed ? 1 : 0)));
        }
        return random.Next(6) == 0 ? Mutation.Of(random, [.. body]) : [.. body];
    }

    public static byte[] Framed(ReadOnlySpan<byte> message, byte flag = 0)
    {
        var framed = new byte[5 + message.Length];
        framed[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed.AsSpan(5));
        return framed;
    }

    /// <summary>A request that the model <c>identity_fp32</c> answers.</summary>
    public static ModelInferRequest Infer(string model, string datatype, byte[] raw, params long[] shape)
    {
        var request = new ModelInferRequest { ModelName = model, RawInputContents = { ByteString.CopyFrom(raw) } };
        request.Inputs.Add(new ModelInferRequest.Types.InferInputTensor { Name = model == "digits" ? "image" : "x", Datatype = datatype, Shape = { shape } });
        return request;
    }

    private static ModelInferRequest Valid(Random random)
    {
        switch (random.Next(5))
        {
            case 0: return Infer("digits", "FP32", new byte[256], 1, 1, 8, 8);
            case 1: return Infer("identity_string", "BYTES", [1, 0, 0, 0, 65, 0, 0, 0, 0], 2);
            case 2: return Infer("identity_bool", "BOOL", [0, 1, 1], 3);
            case 3:
                var typed = Infer("identity_int8", "INT8", [], 3);
                typed.RawInputContents.Clear();
                typed.Inputs[0].Contents = new InferTensorContents { IntContents = { -128, 127, 0 } };
                return typed;
            default:
                var request = Infer("identity_fp32", "FP32", MemoryMarshal.AsBytes([1f, 2f]).ToArray(), 2);
                request.Id = "7";
                request.Parameters["timeout"] = new InferParameter { Int64Param = 60_000_000 };
                request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "y" });
                return request;
        }
    }

    /// <summary>Fields with any number and wire type, nested.</summary>
    private static byte[] RandomProtobuf(Random random, int depth)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
            for (var fields = random.Next(8); fields > 0; fields--)
            {
                var (number, type) = (random.Next(9), random.Next(6));
                output.WriteUInt32((uint)(number << 3 | type));
                switch (type)
                {
                    case 0: output.WriteUInt64((ulong)random.NextInt64()); break;
                    case 1: output.WriteFixed64((ulong)random.NextInt64()); break;
                    case 5: output.WriteFixed32((uint)random.Next()); break;
                    case 2 when depth > 0 && random.Next(3) > 0: output.WriteBytes(ByteString.CopyFrom(RandomProtobuf(random, depth - 1))); break;
                    case 2: output.WriteBytes(ByteString.CopyFrom(random.Next(2) == 0 ? Mutation.Bytes(random, 40) : Encoding.UTF8.GetBytes("identity_fp32"))); break;
                }
            }
        return bytes.ToArray();
    }

    private static byte[] Gzip(byte[] message)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Fastest)) stream.Write(message);
        return compressed.ToArray();
    }
}
