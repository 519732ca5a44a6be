using Google.Protobuf;
using Google.Protobuf.Collections;
using OrleansInference.Protocol;

namespace OrleansInference.Tests.Protocol.Inference;

/// <summary>Messages of every form that Google's classes can write.</summary>
internal sealed class RandomMessages(Random random)
{
    private static readonly string[] Names = ["", "x", "input__0", "FP32", "INT64", "classification", "\u00e9t\u00e9 \U0001F600", new('n', 70)];

    public ModelInferRequest Request()
    {
        var request = new ModelInferRequest { ModelName = Name(), ModelVersion = Name(), Id = Name() };
        Fill(request.Parameters);
        for (var i = random.Next(4); i > 0; i--)
        {
            var input = new ModelInferRequest.Types.InferInputTensor { Name = Name(), Datatype = Name(), Contents = Contents() };
            input.Shape.AddRange(Shape());
            Fill(input.Parameters);
            request.Inputs.Add(input);
        }
        for (var i = random.Next(3); i > 0; i--)
        {
            var output = new ModelInferRequest.Types.InferRequestedOutputTensor { Name = Name() };
            Fill(output.Parameters);
            request.Outputs.Add(output);
        }
        request.RawInputContents.AddRange(Raw());
        return request;
    }

    public ModelInferResponse Response()
    {
        var response = new ModelInferResponse { ModelName = Name(), ModelVersion = Name(), Id = Name() };
        Fill(response.Parameters);
        for (var i = random.Next(7); i > 0; i--)
        {
            var output = new ModelInferResponse.Types.InferOutputTensor { Name = Name(), Datatype = Name(), Contents = Contents() };
            output.Shape.AddRange(Shape());
            Fill(output.Parameters);
            response.Outputs.Add(output);
        }
        response.RawOutputContents.AddRange(Raw());
        return response;
    }

    private string Name() => Names[random.Next(Names.Length)];

    private IEnumerable<long> Shape() => Enumerable.Range(0, random.Next(6)).Select(_ => Number() >> random.Next(64));

    private long Number() => random.NextInt64(long.MinValue, long.MaxValue);

    private IEnumerable<ByteString> Raw() => Enumerable.Range(0, random.Next(6)).Select(_ => Bytes());

    private ByteString Bytes()
    {
        var bytes = new byte[random.Next(4) == 0 ? random.Next(2000) : random.Next(9)];
        random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }

    private void Fill(MapField<string, InferParameter> parameters)
    {
        for (var i = Math.Max(0, random.Next(6) - 2); i > 0; i--)
            parameters[Name()] = random.Next(6) switch
            {
                0 => new InferParameter { BoolParam = random.Next(2) == 0 },
                1 => new InferParameter { Int64Param = Number() >> random.Next(64) },
                2 => new InferParameter { StringParam = Name() },
                3 => new InferParameter { DoubleParam = random.NextDouble() },
                4 => new InferParameter { Uint64Param = (ulong)Number() >> random.Next(64) },
                _ => new InferParameter(),
            };
    }

    private InferTensorContents? Contents()
    {
        if (random.Next(2) == 0)
            return null;
        var contents = new InferTensorContents();
        for (var i = random.Next(3); i > 0; i--)
        {
            var values = Enumerable.Range(0, random.Next(20)).Select(_ => Number() >> random.Next(64)).ToList();
            switch (random.Next(8))
            {
                case 0: contents.BoolContents.AddRange(values.Select(value => value % 2 == 0)); break;
                case 1: contents.IntContents.AddRange(values.Select(value => (int)value)); break;
                case 2: contents.Int64Contents.AddRange(values); break;
                case 3: contents.UintContents.AddRange(values.Select(value => (uint)value)); break;
                case 4: contents.Uint64Contents.AddRange(values.Select(value => (ulong)value)); break;
                case 5: contents.Fp32Contents.AddRange(values.Select(value => (float)value)); break;
                case 6: contents.Fp64Contents.AddRange(values.Select(value => (double)value)); break;
                default: contents.BytesContents.AddRange(values.Select(_ => Bytes())); break;
            }
        }
        return contents;
    }
}
