namespace OrleansInference.Torch;

/// <summary>Where the bindings differ.</summary>
internal static class BindingTraits
{
    public static bool ReturnsDictionaries => true;
}
