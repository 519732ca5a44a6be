using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansInference.Client;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Cli.Output;

/// <summary>Prints what a model answered, for people or as one JSON object.</summary>
internal sealed class ResponsePrinter(TextWriter output, bool asJson)
{
    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line a class: <c>C#  99.8 %</c>, or the plain value where the output is no distribution.</summary>
    public void PrintClasses(ModelVersion model, ImmutableArray<Classification> classes, bool areProbabilities)
    {
        if (asJson)
        {
            PrintJson(model, "classes", json => WriteClasses(json, classes));
            return;
        }

        var values = classes.Select(item => areProbabilities ? $"{item.Value * 100:F1} %" : item.Value.ToString("G6")).ToList();
        var (nameWidth, valueWidth) = (classes.Max(item => item.Name.Length), values.Max(value => value.Length));
        foreach (var (item, value) in classes.Zip(values))
            output.WriteLine($"{item.Name.PadRight(nameWidth)}  {value.PadLeft(valueWidth)}");
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
            output.WriteLine($"{tensor.Name}  {tensor.DataType.ToProtocolName()} [{string.Join(',', tensor.Shape)}]  {ToText(json => TensorJson.WriteElements(json, tensor))}");
    }

    private void PrintJson(ModelVersion model, string name, Action<Utf8JsonWriter> writeElements) =>
        output.WriteLine(ToText(json =>
        {
            json.WriteStartObject();
            json.WriteString("model_name", model.Model);
            json.WriteString("model_version", model.Version.ToString());
            json.WriteStartArray(name);
            writeElements(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }));

    private static void WriteClasses(Utf8JsonWriter json, ImmutableArray<Classification> classes)
    {
        foreach (var item in classes)
        {
            json.WriteStartObject();
            json.WriteString("label", item.Name);
            json.WriteNumber("index", item.Index);
            json.WriteNumber("value", item.Value);
            json.WriteEndObject();
        }
    }

    private static void WriteTensors(Utf8JsonWriter json, ImmutableArray<InferenceTensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteString("name", tensor.Name);
            json.WriteString("datatype", tensor.DataType.ToProtocolName());
            json.WriteStartArray("shape");
            foreach (var dimension in tensor.Shape)
                json.WriteNumberValue(dimension);
            json.WriteEndArray();
            json.WritePropertyName("data");
            TensorJson.WriteElements(json, tensor);
            json.WriteEndObject();
        }
    }

    private static string ToText(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Unescaped))
            write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
