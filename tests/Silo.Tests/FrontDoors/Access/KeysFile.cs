using System.Security.Cryptography;
using System.Text;

namespace OrleansInference.FrontDoors.Access;

/// <summary>A keys file in a folder that goes with it.</summary>
internal sealed class KeysFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public KeysFile(params string[] entries) => Write(entries);

    public string Path => System.IO.Path.Combine(_folder.FullName, "keys.json");

    public void Write(params string[] entries) => WriteText($$"""{"keys": [{{string.Join(",", entries)}}]}""");

    public void WriteText(string text) => File.WriteAllText(Path, text);

    /// <param name="key">Also its name.</param>
    /// <param name="rest">More properties, such as <c>, "rate": {…}</c>.</param>
    public static string Entry(string key, string models = "*", string scopes = "infer", string rest = "") =>
        $$"""{"name": "{{key}}", "sha256": "{{Hash(key)}}", "models": [{{Quoted(models)}}], "scopes": [{{Quoted(scopes)}}]{{rest}}}""";

    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Quoted(string list) => string.Join(",", list.Split(' ').Select(item => $"\"{item}\""));
}
