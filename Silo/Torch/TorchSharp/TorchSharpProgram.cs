using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansInference.Models;
using TorchSharp;

namespace OrleansInference.Torch;

/// <summary>
/// A program that TorchSharp loaded. Inputs and outputs are copied once each: TorchSharp makes a tensor over foreign memory only
/// from an array of the element's own type, and does not tell whether an output is the program's own state.
/// </summary>
internal sealed class TorchSharpProgram(torch.jit.ScriptModule module, ProgramSource source, TorchDevice device, TorchPrecision precision)
    : ITorchProgram
{
    private readonly torch.Device _device = device.IsCpu ? torch.CPU : torch.device(DeviceType.CUDA, device.Cuda);

    public ImmutableArray<ProgramArgument> Arguments { get; } = [.. source.Arguments.Select(argument => argument.Argument)];

    public ImmutableArray<string?> Returns => source.Returns;

    public string? UnsharedReason => "TorchSharp does not tell whether a pass changes the program";

    public ProgramOutput[] Forward(ReadOnlySpan<InferenceTensor?> arguments)
    {
        // Both are kept per thread, and undisposed tensors live until a collection that native memory does not bring about.
        using var inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        try
        {
            var passed = Pass(arguments);
            var returned = module.forward(passed);
            GC.KeepAlive(passed); // scalars: TorchSharp holds on to their handles only
            return CopyOut(returned);
        }
        catch (Exception exception) when (exception is ExternalException or NotImplementedException or InvalidOperationException)
        {
            throw new ProgramException(ProgramMessage.Clean(exception.Message));
        }
    }

    public ITorchProgram Optimize(ProgramOptimization optimization) =>
        throw new ProgramException("TorchSharp has neither freeze nor optimize_for_inference");

    public void Dispose() => module.Dispose();

    /// <summary>Positional, as TorchSharp passes them: up to the last one that is given, defaults in between.</summary>
    private object[] Pass(ReadOnlySpan<InferenceTensor?> arguments)
    {
        var count = arguments.Length;
        while (count > 0 && arguments[count - 1] is null && source.Arguments[count - 1].Default is not null)
            count--;
        var passed = new object?[count];
        for (var i = 0; i < count; i++)
            passed[i] = arguments[i] is { } tensor ? Pass(tensor, Arguments[i].Kind) : SourceDefault.Read(source.Arguments[i]);
        return passed!;
    }

    private object Pass(InferenceTensor tensor, ArgumentKind kind)
    {
        TorchDataTypes.TryToTorch(tensor.DataType, out var type);
        var copy = torch.empty(tensor.Shape.ToArray(), (torch.ScalarType)type, torch.CPU);
        if (!tensor.Data.IsEmpty)
            tensor.Data.Span.CopyTo(copy.bytes);
        return kind switch
        {
            // object: else the compiler makes tensors of the numbers, for which there is an implicit conversion.
            ArgumentKind.Tensor => (object)Place(copy),
            ArgumentKind.Int => copy.to_type(torch.ScalarType.Int64).item<long>().ToScalar(),
            ArgumentKind.Float => copy.to_type(torch.ScalarType.Float64).item<double>().ToScalar(),
            _ => copy.to_type(torch.ScalarType.Bool).item<bool>(),
        };
    }

    private torch.Tensor Place(torch.Tensor tensor)
    {
        var reduced = precision.IsReduced && tensor.dtype == torch.ScalarType.Float32 ? tensor.to_type((torch.ScalarType)precision.Type) : tensor;
        return device.IsCpu ? reduced : reduced.to(_device);
    }

    private ProgramOutput[] CopyOut(object? returned)
    {
        List<ProgramOutput> outputs = [];
        try
        {
            CopyOut(returned, outputs);
            return [.. outputs];
        }
        catch
        {
            ProgramOutput.Release([.. outputs]);
            throw;
        }
    }

    private void CopyOut(object? value, List<ProgramOutput> outputs)
    {
        switch (value)
        {
            case null:
                break;
            case torch.Tensor tensor:
                outputs.Add(CopyTensor(tensor, Returns.IsDefault || outputs.Count >= Returns.Length ? null : Returns[outputs.Count]));
                break;
            case Scalar scalar:
                using (scalar)
                    outputs.Add(CopyTensor(ToTensor(scalar), null));
                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++)
                    CopyOut(tuple[i], outputs);
                break;
            case Array list:
                foreach (var element in list)
                    CopyOut(element, outputs);
                break;
            default:
                throw new ProgramException($"an output is a {value.GetType().Name}; outputs are tensors, numbers, and tuples and lists of them");
        }
    }

    private static torch.Tensor ToTensor(Scalar scalar) => scalar.Type switch
    {
        torch.ScalarType.Bool => torch.tensor(scalar.ToBoolean()),
        torch.ScalarType.Int64 => torch.tensor(scalar.ToInt64()),
        _ => torch.tensor(scalar.ToDouble()),
    };

    private ProgramOutput CopyTensor(torch.Tensor tensor, string? name)
    {
        if (tensor.is_sparse)
            throw new ProgramException("an output is sparse; outputs are dense tensors");
        if (precision is { IsReduced: true, RestoresOutputs: true } && (int)tensor.dtype == precision.Type)
            tensor = tensor.to_type(torch.ScalarType.Float32);
        var type = TorchDataTypes.FromTorch((int)tensor.dtype);
        ImmutableArray<long> shape = [.. tensor.shape];
        var bytes = OutputSize.Bytes(type, shape);
        return new ProgramOutput(name, type, shape, bytes == 0 ? default : PooledTensorMemory.Copy(tensor.cpu().contiguous().bytes).Memory);
    }
}
