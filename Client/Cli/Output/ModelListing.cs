using System.Collections.Immutable;
using System.Text.Json;
using OrleansInference.Models;
using Spectre.Console;

namespace OrleansInference.Cli.Output;

/// <summary>A server's models, as a table or as JSON.</summary>
internal sealed class ModelListing(ImmutableArray<ListedModel> models)
{
    public void WriteTable(TextWriter output, IAnsiConsole console)
    {
        if (models.IsEmpty)
        {
            output.WriteLine("The server's repository holds no models.");
            return;
        }

        var hasReasons = models.Any(model => model.Entry.Reason.Length > 0);
        var table = new Table().Border(TableBorder.None);
        table.AddColumns(new TableColumn("MODEL").NoWrap(), new TableColumn("VERSION").NoWrap(), new TableColumn("STATE").NoWrap());
        table.AddColumns("INPUTS", "OUTPUTS");
        if (hasReasons)
            table.AddColumn("REASON");
        foreach (var (entry, metadata) in models)
        {
            List<Text> cells =
            [
                new(entry.Name), new(entry.Version), new(entry.State, StyleOf(entry.State)),
                new(metadata is null ? "" : Describe(metadata.Inputs)), new(metadata is null ? "" : Describe(metadata.Outputs)),
            ];
            if (hasReasons)
                cells.Add(new Text(entry.Reason));
            table.AddRow(cells);
        }

        console.Write(table);
    }

    public void WriteJson(TextWriter output) => output.WriteLine(JsonText.Of(json =>
    {
        json.WriteStartArray();
        foreach (var (entry, metadata) in models)
        {
            json.WriteStartObject();
            json.WriteString("name", entry.Name);
            json.WriteString("version", entry.Version);
            json.WriteString("state", entry.State);
            json.WriteString("reason", entry.Reason);
            if (metadata is not null)
            {
                json.WriteString("platform", metadata.Platform);
                Write(json, "inputs", metadata.Inputs);
                Write(json, "outputs", metadata.Outputs);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }));

    private static string Describe(ImmutableArray<TensorSpec> tensors) =>
        string.Join(", ", tensors.Select(tensor => $"{tensor.Name} {tensor.DataType.ToProtocolName()}[{string.Join(',', tensor.Shape)}]"));

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<TensorSpec> tensors)
    {
        json.WriteStartArray(name);
        foreach (var tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteString("name", tensor.Name);
            json.WriteString("datatype", tensor.DataType.ToProtocolName());
            json.WriteStartArray("shape");
            foreach (var dimension in tensor.Shape)
                json.WriteNumberValue(dimension);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Style StyleOf(string state) => state switch
    {
        "READY" => new Style(Color.Green),
        "UNAVAILABLE" => new Style(Color.Red),
        _ => Style.Plain,
    };
}
