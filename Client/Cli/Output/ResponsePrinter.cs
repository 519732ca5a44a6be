using System.Collections.Immutable;
using System.Text.Json;
using OrleansInference.Client;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Cli.Output;

/// <summary>Prints what a model answered, for people or as one JSON object.</summary>
internal sealed class ResponsePrinter(TextWriter output, bool asJson)
{
    /// <summary>One line a class: <c>C#  99.8 %</c>, or the plain value where the output is no distribution; before it the item, of a batch.</summary>
    /// <param name="model">Which answered.</param>
    /// <param name="items">The classes of each item of the batch, the largest value first.</param>
    /// <param name="top">How many to print of each.</param>
    /// <param name="declared">What the model says of the output.</param>
    public void PrintClasses(ModelVersion model, ImmutableArray<Classification[]> items, int top, ClassOutput declared)
    {
        if (asJson)
        {
            PrintJson(model, "classes", json => WriteClasses(json, items, top));
            return;
        }

        var lines = items.SelectMany((classes, item) => classes.Take(top).Select((found, rank) => (
            Item: rank == 0 ? item.ToString() : "",
            found.Name,
            Value: declared.AreProbabilities(classes) ? $"{found.Value * 100:F1} %" : found.Value.ToString("G6")))).ToList();
        var (itemWidth, nameWidth, valueWidth) = (lines.Max(line => line.Item.Length), lines.Max(line => line.Name.Length), lines.Max(line => line.Value.Length));
        foreach (var line in lines)
        {
            var item = items.Length > 1 ? line.Item.PadLeft(itemWidth) + "  " : "";
            output.WriteLine($"{item}{line.Name.PadRight(nameWidth)}  {line.Value.PadLeft(valueWidth)}");
        }
    }

    /// <summary>One line an output: name, type, shape, and the file that has it.</summary>
    public void PrintFiles(InferenceResponse response, ImmutableArray<string> files)
    {
        if (asJson)
        {
            PrintJson(response.Model, "outputs", json => WriteFiles(json, response.Outputs, files));
            return;
        }

        foreach (var (tensor, file) in response.Outputs.Zip(files))
            output.WriteLine($"{Describe(tensor)}  {file}");
    }

    /// <summary>One line an output: name, type, shape, elements.</summary>
    public void PrintTensors(InferenceResponse response)
    {
        if (asJson)
        {
            PrintJson(response.Model, "outputs", json => WriteTensors(json, response.Outputs));
            return;
        }

        foreach (var tensor in response.Outputs)
            output.WriteLine($"{Describe(tensor)}  {JsonText.Of(json => TensorJson.WriteElements(json, tensor))}");
    }

    private void PrintJson(ModelVersion model, string name, Action<Utf8JsonWriter> writeElements) =>
        output.WriteLine(JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("model_name", model.Model);
            json.WriteString("model_version", model.Version.ToString());
            json.WriteStartArray(name);
            writeElements(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }));

    private static string Describe(InferenceTensor tensor) => $"{tensor.Name}  {tensor.DataType.ToProtocolName()} [{string.Join(',', tensor.Shape)}]";

    private static void WriteClasses(Utf8JsonWriter json, ImmutableArray<Classification[]> items, int top)
    {
        foreach (var (item, classes) in items.Index())
        {
            foreach (var found in classes.Take(top))
            {
                json.WriteStartObject();
                json.WriteNumber("item", item);
                json.WriteString("label", found.Name);
                json.WriteNumber("index", found.Index);
                json.WriteNumber("value", found.Value);
                json.WriteEndObject();
            }
        }
    }

    private static void WriteTensors(Utf8JsonWriter json, ImmutableArray<InferenceTensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            json.WriteStartObject();
            WriteSpec(json, tensor);
            json.WritePropertyName("data");
            TensorJson.WriteElements(json, tensor);
            json.WriteEndObject();
        }
    }

    private static void WriteFiles(Utf8JsonWriter json, ImmutableArray<InferenceTensor> tensors, ImmutableArray<string> files)
    {
        foreach (var (tensor, file) in tensors.Zip(files))
        {
            json.WriteStartObject();
            WriteSpec(json, tensor);
            json.WriteString("file", file);
            json.WriteEndObject();
        }
    }

    private static void WriteSpec(Utf8JsonWriter json, InferenceTensor tensor)
    {
        json.WriteString("name", tensor.Name);
        json.WriteString("datatype", tensor.DataType.ToProtocolName());
        json.WriteStartArray("shape");
        foreach (var dimension in tensor.Shape)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
    }
}
