using System.Text.Json.Nodes;
using Orleans.Serialization.Invocation;
using OrleansInference.Tests.Architecture;

namespace OrleansInference.Wire;

/// <summary>
/// Messages as releases have written them, in <c>golden.txt</c>: a line each with the name, the bytes and what was in them. Lines are only ever added: what
/// a release has written, each later one reads.
/// </summary>
public sealed class GoldenBytesTests
{
    private const string Approve = "OI_APPROVE=1 dotnet test tests/Silo.Tests --filter FullyQualifiedName~Wire";

    private static string Path => System.IO.Path.Combine(SourceFile.Root, "tests", "Silo.Tests", "Wire", "Orleans", "golden.txt");

    private static IEnumerable<string[]> Golden => File.Exists(Path) ? File.ReadLines(Path).Where(line => line[0] != '#').Select(line => line.Split(' ', 3)) : [];

    [Fact]
    public void What_earlier_releases_wrote_is_read_as_what_it_was()
    {
        Assert.NotEmpty(Golden);
        foreach (var golden in Golden)
        {
            var read = WireSerializer.Ours.Deserialize<object>(Convert.FromBase64String(golden[1]))!;
            Assert.Equal(golden[0], WireNames.Of(read.GetType()));
            Assert.Null(SampleMessage.Missing(JsonNode.Parse(golden[2]), SampleMessage.Contents(read), golden[0]));
        }
    }

    [Fact]
    public void What_this_release_writes_is_among_the_golden_bytes()
    {
        var known = Golden.Select(golden => (golden[0], golden[1])).ToHashSet();
        var lines =
            from type in WireContract.Messages
            let name = WireNames.Of(type)
            orderby name
            let sample = SampleMessage.Of(type)
            let bytes = Convert.ToBase64String(WireSerializer.Ours.SerializeToArray<object>(sample))
            where !known.Contains((name, bytes))
            select $"{name} {bytes} {SampleMessage.Contents(sample)!.ToJsonString()}";

        if (Environment.GetEnvironmentVariable("OI_APPROVE") == "1") File.AppendAllLines(Path, lines);
        else
            Assert.True(!lines.Any(), $"These are written in another way than before: {string.Join(", ", lines.Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]))}. "
                + $"If they grew, or the engine writes them differently and earlier releases can read that, run\n  {Approve}\nand commit golden.txt.");
    }

    [Fact]
    public void Calls_are_named_by_aliases_alone()
    {
        var calls = WireContract.Interfaces.SelectMany(type => type.Assembly.GetTypes()).Distinct().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IInvokable)))
            .Select(type => WireSerializer.TypeNames.Format(type)).ToList();

        Assert.Equal(WireContract.Interfaces.Sum(type => type.GetMethods().Length), calls.Count);
        Assert.All(calls, name => Assert.Matches("""^\("inv",\[GrainRef\],\[oi\.I[A-Za-z]+Grain\],"[A-Za-z]+"\)$""", name));
    }
}
