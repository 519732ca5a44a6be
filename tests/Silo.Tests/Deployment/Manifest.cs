using System.Runtime.CompilerServices;
using YamlDotNet.RepresentationModel;

namespace OrleansInference.Deployment;

/// <summary>An object of a file below <c>deploy/</c>, or a part of one.</summary>
internal sealed class Manifest(YamlNode node)
{
    /// <summary>The node at the end of these keys.</summary>
    public Manifest this[params string[] path] => new(path.Aggregate(node, (inner, key) => inner[key]));

    public bool Has(string key) => ((YamlMappingNode)node).Children.ContainsKey(key);

    public string Text => ((YamlScalarNode)node).Value!;

    public int Number => int.Parse(Text);

    public IReadOnlyList<Manifest> Items => [.. ((YamlSequenceNode)node).Select(item => new Manifest(item))];

    public IReadOnlyList<string> Texts => [.. Items.Select(item => item.Text)];

    public IReadOnlyDictionary<string, string> Pairs =>
        ((YamlMappingNode)node).ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!);

    public static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "../../../deploy");

    public static IReadOnlyList<Manifest> Read(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Folder(), file));
        stream.Load(reader);
        return [.. stream.Documents.Select(document => new Manifest(document.RootNode))];
    }

    public static Manifest Read(string file, string kind, string name) =>
        Read(file).Single(manifest => manifest["kind"].Text == kind && manifest["metadata", "name"].Text == name);
}
