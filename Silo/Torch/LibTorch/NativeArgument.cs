using System.Runtime.InteropServices;

namespace OrleansInference.Torch;

/// <summary><c>oi_argument</c> of <c>Native/oi_torch.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeArgument
{
    public nint Name;
    public nint Type;
    public int Kind;
    public int Optional;
}
