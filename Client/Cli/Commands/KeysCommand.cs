using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansInference.Cli.Commands;

/// <summary><c>oi keys new</c>: makes an API key. Talks to no server: it reads the keys file again when that changes.</summary>
internal static class KeysCommand
{
    // A prefix of its own lets scanners find keys that were committed or pasted by mistake.
    private const string Prefix = "oi_";

    // As many bits as the SHA-256 that the server keeps of it.
    private const int KeyBytes = 32;

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    public static Command Create(CommandStreams streams)
    {
        var file = new Option<string>("--file") { Description = "The keys file, which gets the key's hash; made where there is none.", HelpName = "path", Required = true };
        var name = new Option<string>("--name") { Description = "Whose key it is, for messages and logs.", HelpName = "text", Required = true };
        var models = new Option<string[]>("--models") { Description = "Models that it covers; * stands for any characters. Default: all.", HelpName = "names", AllowMultipleArgumentsPerToken = true };
        var scopes = new Option<string[]>("--scopes") { Description = "What it may do: infer, admin (load and unload models), or both. Default: infer.", HelpName = "names", AllowMultipleArgumentsPerToken = true };
        var rate = new Option<double?>("--rate") { Description = "Requests a second, on each server. Default: no limit.", HelpName = "n" };
        var burst = new Option<int?>("--burst") { Description = "Requests at once after a pause. Default: those of a second.", HelpName = "n" };
        var expires = new Option<DateTimeOffset?>("--expires") { Description = "When it ends, such as 2027-01-01. Default: never.", HelpName = "date" };
        scopes.AcceptOnlyFromAmong("infer", "admin");

        var create = new Command("new", "Makes a key and prints it, this once: the file keeps only its hash.") { file, name, models, scopes, rate, burst, expires };
        create.Validators.Add(result =>
        {
            if (result.GetValue(burst) is not null && result.GetValue(rate) is null)
                result.AddError("--burst needs --rate.");
        });
        create.SetAction(arguments =>
        {
            var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
            var entry = new JsonObject
            {
                ["name"] = arguments.GetRequiredValue(name),
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
                ["models"] = List(arguments.GetValue(models), "*"),
                ["scopes"] = List(arguments.GetValue(scopes), "infer"),
            };
            if (arguments.GetValue(rate) is { } requestsPerSecond)
                entry["rate"] = new JsonObject { ["requestsPerSecond"] = requestsPerSecond };
            if (arguments.GetValue(burst) is { } atOnce)
                entry["rate"]!["burst"] = atOnce;
            if (arguments.GetValue(expires) is { } end)
                entry["expires"] = end;
            Add(entry, arguments.GetRequiredValue(file));
            streams.Output.WriteLine(key);
            return 0;
        });
        return new Command("keys", "Makes API keys for a server that runs with --api-keys.") { create };
    }

    private static JsonArray List(string[]? values, string otherwise) =>
        values is { Length: > 0 } ? [.. values.Select(value => JsonValue.Create(value))] : [otherwise];

    /// <summary>The file is replaced as a whole, so that a server that reads it now finds the old one or the new one.</summary>
    private static void Add(JsonObject entry, string path)
    {
        try
        {
            var root = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) : new JsonObject { ["keys"] = new JsonArray() };
            if (root is not JsonObject || root["keys"] is not JsonArray keys)
                throw new CommandException($"{path}: expected a JSON file like {{\"keys\": []}}.");
            if (keys.Any(other => other?["name"]?.GetValue<string>() == entry["name"]!.GetValue<string>()))
                throw new CommandException($"{path} has a key named '{entry["name"]}' already; expected a new name.");
            keys.Add((JsonNode)entry);
            var temporary = path + ".new";
            File.WriteAllText(temporary, root.ToJsonString(Format) + "\n");
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CommandException($"{path}: {exception.Message}");
        }
    }
}
