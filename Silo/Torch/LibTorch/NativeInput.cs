using System.Runtime.InteropServices;

namespace OrleansInference.Torch;

/// <summary><c>oi_input</c> of <c>Native/oi_torch.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeInput
{
    public void* Data;
    public long* Shape;
    public int Rank;
    public int Type;
}
