using Microsoft.Win32.SafeHandles;

namespace OrleansInference.Torch;

/// <summary>Owns an <c>oi_tensor</c>. Tells the garbage collector of large ones, whose size it would not see.</summary>
internal sealed class TensorHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Below it, what a garbage collection would gain is not worth the call.</summary>
    private const int LargeBytes = 64 << 10;

    private readonly int _pressureBytes;

    public TensorHandle(nint tensor, int bytes) : base(ownsHandle: true)
    {
        SetHandle(tensor);
        _pressureBytes = bytes >= LargeBytes ? bytes : 0;
        if (_pressureBytes > 0)
            GC.AddMemoryPressure(_pressureBytes);
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.FreeTensor(handle);
        if (_pressureBytes > 0)
            GC.RemoveMemoryPressure(_pressureBytes);
        return true;
    }
}
