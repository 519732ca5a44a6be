using System.Runtime.InteropServices;

namespace OrleansInference.Torch;

/// <summary>The functions of <c>Native/oi_torch.h</c>, which documents them.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "oi_torch";

    [LibraryImport(Library, EntryPoint = "oi_version")]
    public static partial nint Version();

    [LibraryImport(Library, EntryPoint = "oi_cuda_count")]
    public static partial int CudaCount();

    [LibraryImport(Library, EntryPoint = "oi_live_tensors")]
    public static partial long LiveTensors();

    [LibraryImport(Library, EntryPoint = "oi_live_programs")]
    public static partial long LivePrograms();

    [LibraryImport(Library, EntryPoint = "oi_set_threads")]
    public static partial void SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "oi_get_threads")]
    public static partial int GetThreads();

    [LibraryImport(Library, EntryPoint = "oi_product_speed")]
    public static partial double ProductSpeed(int size, out nint error);

    [LibraryImport(Library, EntryPoint = "oi_load", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ProgramHandle Load(string path, int cuda, int type, int restore, out nint error);

    [LibraryImport(Library, EntryPoint = "oi_optimize")]
    public static partial ProgramHandle Optimize(ProgramHandle program, int way, out nint error);

    [LibraryImport(Library, EntryPoint = "oi_unshared_reason")]
    public static partial nint UnsharedReason(ProgramHandle program);

    [LibraryImport(Library, EntryPoint = "oi_unload")]
    public static partial void Unload(nint program);

    [LibraryImport(Library, EntryPoint = "oi_argument_count")]
    public static partial int ArgumentCount(ProgramHandle program);

    [LibraryImport(Library, EntryPoint = "oi_argument_at")]
    public static partial NativeArgument ArgumentAt(ProgramHandle program, int index);

    [LibraryImport(Library, EntryPoint = "oi_return_count")]
    public static partial int ReturnCount(ProgramHandle program);

    [LibraryImport(Library, EntryPoint = "oi_return_name")]
    public static partial nint ReturnName(ProgramHandle program, int index);

    [LibraryImport(Library, EntryPoint = "oi_run")]
    public static partial NativeOutputs* Run(ProgramHandle program, NativeInput* inputs, out nint error);

    [LibraryImport(Library, EntryPoint = "oi_outputs_free")]
    public static partial void FreeOutputs(NativeOutputs* outputs);

    [LibraryImport(Library, EntryPoint = "oi_tensor_free")]
    public static partial void FreeTensor(nint tensor);

    [LibraryImport(Library, EntryPoint = "oi_text_free")]
    public static partial void FreeText(nint text);
}
