using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>A program that libtorch loaded.</summary>
internal sealed unsafe class LibTorchProgram : ITorchProgram
{
    /// <summary>Dimensions of all inputs together that are kept on the stack.</summary>
    private const int FewRanks = 32;

    private readonly ProgramHandle _program;

    public LibTorchProgram(ProgramHandle program)
    {
        _program = program;
        Arguments = [.. Enumerable.Range(0, NativeMethods.ArgumentCount(program)).Select(ReadArgument)];
        UnsharedReason = Marshal.PtrToStringUTF8(NativeMethods.UnsharedReason(program));
        var returns = NativeMethods.ReturnCount(program);
        if (returns >= 0)
            Returns = [.. Enumerable.Range(0, returns).Select(index => Marshal.PtrToStringUTF8(NativeMethods.ReturnName(program, index)))];
    }

    public ImmutableArray<ProgramArgument> Arguments { get; }

    public ImmutableArray<string?> Returns { get; }

    public string? UnsharedReason { get; }

    public ProgramOutput[] Forward(ReadOnlySpan<InferenceTensor?> arguments)
    {
        var few = default(FewPins);
        var pins = arguments.Length <= FewPins.Count ? few[..arguments.Length] : new MemoryHandle[arguments.Length];
        var inputs = stackalloc NativeInput[arguments.Length];
        var ranks = RankSum(arguments) + 1;
        try
        {
            fixed (long* shape = ranks <= FewRanks ? stackalloc long[FewRanks] : new long[ranks])
            {
                Fill(arguments, inputs, pins, shape);
                var outputs = NativeMethods.Run(_program, inputs, out var error);
                NativeText.ThrowIfAny(error);
                return Take(outputs);
            }
        }
        finally
        {
            foreach (var pin in pins)
                pin.Dispose();
        }
    }

    public ITorchProgram Optimize(ProgramOptimization optimization)
    {
        var optimized = NativeMethods.Optimize(_program, (int)optimization, out var error);
        if (error == 0)
            return new LibTorchProgram(optimized);
        optimized.Dispose();
        throw new ProgramException(ProgramMessage.Clean(NativeText.Take(error)));
    }

    public void Dispose() => _program.Dispose();

    private ProgramArgument ReadArgument(int index)
    {
        var argument = NativeMethods.ArgumentAt(_program, index);
        return new ProgramArgument(
            Marshal.PtrToStringUTF8(argument.Name)!, Marshal.PtrToStringUTF8(argument.Type)!, (ArgumentKind)argument.Kind, argument.Optional != 0);
    }

    private static int RankSum(ReadOnlySpan<InferenceTensor?> arguments)
    {
        var sum = 0;
        foreach (var argument in arguments)
            sum += argument?.Shape.Length ?? 0;
        return sum;
    }

    private static void Fill(ReadOnlySpan<InferenceTensor?> arguments, NativeInput* inputs, Span<MemoryHandle> pins, long* shape)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            inputs[i] = default;
            if (arguments[i] is not { } tensor)
                continue;
            pins[i] = tensor.Data.Pin();
            TorchDataTypes.TryToTorch(tensor.DataType, out var type);
            // No elements, no address: any but null, which means that the argument is left out.
            inputs[i].Data = tensor.Data.IsEmpty ? shape : pins[i].Pointer;
            inputs[i].Shape = shape;
            inputs[i].Rank = tensor.Shape.Length;
            inputs[i].Type = type;
            foreach (var dimension in tensor.Shape)
                *shape++ = dimension;
        }
    }

    private static ProgramOutput[] Take(NativeOutputs* outputs)
    {
        var taken = new ProgramOutput[outputs->Count];
        try
        {
            for (var i = 0; i < taken.Length; i++)
                taken[i] = Take(ref outputs->Items[i]);
            return taken;
        }
        catch
        {
            ProgramOutput.Release(taken);
            throw;
        }
        finally
        {
            NativeMethods.FreeOutputs(outputs);
        }
    }

    private static ProgramOutput Take(ref NativeOutput output)
    {
        var type = TorchDataTypes.FromTorch(output.Type);
        var shape = new ReadOnlySpan<long>(output.Shape, output.Rank).ToImmutableArray();
        var name = Marshal.PtrToStringUTF8(output.Name);
        var bytes = OutputSize.Bytes(type, shape);
        if (bytes == 0)
            return new ProgramOutput(name, type, shape, default);
        var tensor = new TensorHandle(output.Tensor, bytes);
        output.Tensor = 0;
        return new ProgramOutput(name, type, shape, new NativeTensorMemory(tensor, output.Data, bytes).Memory);
    }

    /// <summary>Of the inputs of most programs, kept on the stack.</summary>
    [InlineArray(Count)]
    private struct FewPins
    {
        public const int Count = 4;

        private MemoryHandle _first;
    }
}
