using Microsoft.Win32.SafeHandles;

namespace OrleansInference.Torch;

/// <summary>Owns an <c>oi_program</c>.</summary>
internal sealed class ProgramHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.Unload(handle);
        return true;
    }
}
