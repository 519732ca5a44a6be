using System.Runtime.InteropServices;

namespace OrleansInference.Torch;

/// <summary>Error texts that come out of the C ABI, which the caller frees.</summary>
internal static class NativeText
{
    public static string Take(nint text)
    {
        try
        {
            return Marshal.PtrToStringUTF8(text)!;
        }
        finally
        {
            NativeMethods.FreeText(text);
        }
    }

    public static void ThrowIfAny(nint error)
    {
        if (error != 0)
            throw new ProgramException(ProgramMessage.Clean(Take(error)));
    }
}
