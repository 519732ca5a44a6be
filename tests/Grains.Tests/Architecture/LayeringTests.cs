using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OrleansInference.Tests.Architecture;

/// <summary>Arrows point down only: Silo → Grains → Grains.Interfaces → engine; Client → Grains.Interfaces; both doors' ends share Protocol.</summary>
public sealed partial class LayeringTests
{
    /// <summary>What each project may reference; the engine comes with eng/Engine.targets.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Embedded"] = [],
        ["Grains.Interfaces"] = ["engine"],
        ["Grains"] = ["Grains.Interfaces", "engine"],
        ["Protocol"] = ["Grains.Interfaces"],
        ["Silo"] = ["Grains", "Grains.Interfaces", "Protocol", "engine"],
        ["Client"] = ["Grains.Interfaces", "Protocol", "engine"],
        ["Client/Clustering"] = ["Client", "engine"],
        ["Client/Samples/Classifier"] = ["Client/Clustering"],
        ["Client/Samples/Console"] = ["Client/Clustering"],
        ["Client/Cli"] = ["Client", "Grains.Interfaces"],
    };

    [Fact]
    public void Projects_reference_only_what_lies_below_them()
    {
        var wrong =
            from project in Allowed
            from reference in References(project.Key)
            where !project.Value.Contains(reference)
            select $"{project.Key} references {reference}; allowed: {string.Join(", ", project.Value)}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_project_has_its_place()
    {
        string[] outside = ["tests", "bench", "eng", "artifacts"];
        var projects = Directory.EnumerateFiles(SourceFile.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(SourceFile.Root, Path.GetDirectoryName(path)!).Replace('\\', '/'))
            .Where(folder => !outside.Contains(folder.Split('/')[0]));

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Grains")]
    [InlineData("Grains.Interfaces")]
    public void The_engine_comes_from_one_place(string project) =>
        Assert.DoesNotContain(Elements(project, "PackageReference"), name => name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal));

    [Fact]
    public void Only_grains_use_the_actor_api() =>
        Assert.Empty(SourceFile.In("Grains").Where(file => !file.Name.EndsWith("Grain.cs", StringComparison.Ordinal)).SelectMany(file => file.Find(ActorApi())));

    [Fact]
    public void Grains_do_use_it() => // or the rule above looks for the wrong words
        Assert.All(SourceFile.In("Grains").Where(file => file.Name.EndsWith("Grain.cs", StringComparison.Ordinal)), file => Assert.NotEmpty(file.Find(ActorApi())));

    [Theory]
    [InlineData("Grains")]
    [InlineData("Grains.Interfaces")]
    public void No_code_depends_on_which_engine_is_built(string folder) => Assert.Empty(SourceFile.In(folder).SelectMany(file => file.Find(Condition())));

    /// <summary>SiloAddress is not among them: it is a value.</summary>
    [GeneratedRegex(
        """
        \busing\s+(static\s+|\w+\s*=\s*)?(global::)?Orleans(?=[.;])
        |\bOrleans\.(?!\.)
        |\b(Grain|GrainBase|GrainFactory|GrainContext|GrainId|GrainReference|GrainTimerCreationOptions)\b
        |\bIGrain(Base|Context|Factory|Observer|Runtime|Timer|With\w+)?\b
        |\b(IClusterClient|ILocalSiloDetails|IManagementGrain|ISilo\w+|IPlacement\w+|ILifecycle\w+|IMembership\w+|IClusterMembership\w+)\b
        |\b(GetGrain|RegisterGrainTimer|DeactivateOnIdle|DelayDeactivation|AsReference)\b
        |\b(RequestContext|RuntimeContext|PlacementStrategy|DeactivationReason)\b
        |\[\s*(StatelessWorker|Reentrant|AlwaysInterleave|MayInterleave|ReadOnly|OneWay|KeepAlive|CollectionAgeLimit|GrainType)\b
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex ActorApi();

    [GeneratedRegex(@"^\s*#\s*(if|elif)\b.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Condition();

    private static IEnumerable<string> References(string project)
    {
        var folder = Path.Combine(SourceFile.Root, project);
        var projects = Elements(project, "ProjectReference")
            .Select(path => Path.GetRelativePath(SourceFile.Root, Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, path)))!).Replace('\\', '/'))
            .Select(name => name == "Embedded" ? "engine" : name);
        var isOnEngine = Document(project).Descendants("Import").Any(import => ((string?)import.Attribute("Project"))?.EndsWith("eng/Engine.targets", StringComparison.Ordinal) == true);
        return isOnEngine ? projects.Append("engine") : projects;
    }

    private static IEnumerable<string> Elements(string project, string name) =>
        Document(project).Descendants(name).Select(element => (string?)element.Attribute("Include")).OfType<string>();

    private static XDocument Document(string project) => XDocument.Load(Path.Combine(SourceFile.Root, project, $"{Path.GetFileName(project)}.csproj"));
}
