using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OrleansInference.Hosting;

/// <summary>What options do, from the XML documentation of their classes that the build puts beside the assembly: written once, shown twice.</summary>
internal sealed partial class OptionSummaries
{
    private readonly Dictionary<string, XElement> _summaries;

    public OptionSummaries(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        _summaries = File.Exists(file)
            ? (from member in XDocument.Load(file).Descendants("member")
               let summary = member.Element("summary")
               where summary is not null
               select (Name: member.Attribute("name")!.Value, Summary: summary)).ToDictionary(pair => pair.Name, pair => pair.Summary)
            : [];
    }

    /// <summary>Plain text on one line; empty where there is none.</summary>
    public string Of(OptionDescription option) =>
        _summaries.TryGetValue($"P:{option.Property.DeclaringType!.FullName}.{option.Property.Name}", out var summary)
            ? Spaces().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim()
            : "";

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        // <see cref="P:A.B.C"/> reads as C; <c>models</c> as models.
        XElement element => element.Attribute("cref")?.Value.Split('.')[^1] ?? element.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
