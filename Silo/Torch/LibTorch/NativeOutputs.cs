using System.Runtime.InteropServices;

namespace OrleansInference.Torch;

/// <summary><c>oi_outputs</c> of <c>Native/oi_torch.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeOutputs
{
    public NativeOutput* Items;
    public long Count;
}
