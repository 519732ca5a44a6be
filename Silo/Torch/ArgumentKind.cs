namespace OrleansInference.Torch;

/// <summary>What an argument of <c>forward</c> takes; the numbers are those of <c>oi_kind</c>.</summary>
internal enum ArgumentKind
{
    Tensor = 0,

    /// <summary>This and the next two are passed as a tensor of one element.</summary>
    Int = 1,
    Float = 2,
    Bool = 3,

    /// <summary>Cannot be passed: text, a list, a dictionary, …</summary>
    Other = 4,
}
