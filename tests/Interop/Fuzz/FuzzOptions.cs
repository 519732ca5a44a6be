using System.Globalization;

namespace OrleansInference.Interop.Fuzz;

/// <summary>How long and from which seed, from the environment: <c>OI_FUZZ_MESSAGES</c> and <c>OI_FUZZ_SEED</c>.</summary>
internal sealed record FuzzOptions(int Messages, int Seed)
{
    public static FuzzOptions Read() => new(Number("OI_FUZZ_MESSAGES", 4000), Number("OI_FUZZ_SEED", 1));

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
