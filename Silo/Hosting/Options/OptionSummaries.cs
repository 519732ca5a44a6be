using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OrleansInference.Hosting;

/// <summary>What options do, from the XML documentation that the build puts beside the assembly of their class: written once, shown twice.</summary>
internal sealed partial class OptionSummaries
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> _documented = [];

    /// <summary>Plain text on one line; empty where there is none.</summary>
    public string Of(OptionDescription option)
    {
        var type = option.Property.DeclaringType!;
        if (!_documented.TryGetValue(type.Assembly, out var summaries))
            _documented[type.Assembly] = summaries = Read(type.Assembly);
        return summaries.TryGetValue($"P:{type.FullName}.{option.Property.Name}", out var summary)
            ? Spaces().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim()
            : "";
    }

    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(file)
            ? (from member in XDocument.Load(file).Descendants("member")
               let summary = member.Element("summary")
               where summary is not null
               select (Name: member.Attribute("name")!.Value, Summary: summary)).ToDictionary(pair => pair.Name, pair => pair.Summary)
            : [];
    }

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
