using System.Runtime.InteropServices;

namespace OrleansInference.Torch;

/// <summary><c>oi_output</c> of <c>Native/oi_torch.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeOutput
{
    public nint Tensor;
    public byte* Data;
    public long* Shape;
    public nint Name;
    public int Rank;
    public int Type;
}
