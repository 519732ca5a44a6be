using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Messages;

/// <summary>
/// How long the bodies of messages get, in bytes: never less than they are, and at most a few kilobytes and the length of all texts more. Cheap enough for every request.
/// </summary>
public static class MessageSize
{
    // Headers of fields, addresses, numbers: a few hundred bytes in all (tests/Silo.Tests/Wire/Orleans/MessageSizeTests.cs).
    private const int Fixed = 1024;
    private const int FixedOfPart = 64;

    // A character takes up to three bytes of UTF-8, and a dimension up to ten.
    private const int Character = 3, Dimension = 10;

    public static long Of(InferenceRequest request)
    {
        var bytes = Fixed + Text(request.Model) + Text(request.RequestId) + Text(request.Caller);
        foreach (var input in request.Inputs) bytes += Of(input);
        foreach (var name in request.RequestedOutputs) bytes += FixedOfPart + Text(name);
        if (request.Parameters.IsEmpty) return bytes;
        foreach (var (key, value) in request.Parameters) bytes += FixedOfPart + Text(key) + Text(value.Text);
        return bytes;
    }

    public static long Of(InferenceResponse response)
    {
        var bytes = Fixed + Text(response.Model.Model);
        foreach (var output in response.Outputs) bytes += Of(output);
        return bytes;
    }

    /// <summary>What takes most of it: each tensor's name and bytes.</summary>
    public static string Describe(IEnumerable<InferenceTensor> tensors) => string.Join(", ", tensors.Select(tensor => $"'{tensor.Name}' {tensor.Data.Length}"));

    private static long Of(InferenceTensor tensor) => FixedOfPart + Text(tensor.Name) + ((long)tensor.Shape.Length * Dimension) + tensor.Data.Length;

    private static long Text(string? text) => (long)Character * (text?.Length ?? 0);
}
