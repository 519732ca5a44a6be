namespace OrleansInference.Torch;

/// <summary>Where the bindings differ.</summary>
internal static class BindingTraits
{
    public static bool ReturnsDictionaries => false;

    /// <summary>Else it copies them.</summary>
    public static bool UsesInputsInPlace => false;
}
