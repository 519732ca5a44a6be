namespace OrleansInference.Torch;

/// <summary>Where the bindings differ.</summary>
internal static class BindingTraits
{
    public static bool ReturnsDictionaries => true;

    /// <summary>Else it copies them.</summary>
    public static bool UsesInputsInPlace => true;
}
