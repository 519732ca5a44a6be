using System.Collections.Immutable;
using System.Text.Json;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Models;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors.Http;

/// <summary>Metadata of the server and of models.</summary>
internal sealed class MetadataEndpoints(IDispatcher dispatcher, ModelResolver resolver)
{
    public static Task ServerAsync(HttpContext context) => HttpReply.JsonAsync(context, StatusCodes.Status200OK, 0, static (json, _) =>
    {
        json.WriteStartObject();
        json.WriteString("name"u8, ServerIdentity.Name);
        json.WriteString("version"u8, ServerIdentity.Version);
        json.WriteStartArray("extensions"u8);
        foreach (var extension in ServerIdentity.Extensions)
            json.WriteStringValue(extension);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public async Task ModelAsync(HttpContext context)
    {
        var target = await resolver.ResolveAsync(context, AccessScopes.None);
        if (target.Status is not { } status)
            await HttpReply.FaultAsync(context, target.Fault!);
        else if (ModelMetadata.SignatureOf(status) is not { } signature)
            await HttpReply.FaultAsync(context, Faults.NotLoaded(status));
        else
            await HttpReply.JsonAsync(
                context, StatusCodes.Status200OK, (status, signature, await dispatcher.ListAsync(context.RequestAborted)),
                static (json, model) => Write(json, model.status, model.signature, model.Item3));
    }

    private static void Write(Utf8JsonWriter json, ModelStatus status, ModelSignature signature, ImmutableArray<ModelStatus> all)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, status.Id.Model);
        json.WriteStartArray("versions"u8);
        foreach (var version in ModelMetadata.VersionsOf(status, all))
            json.WriteStringValue(version);
        json.WriteEndArray();
        json.WriteString("platform"u8, signature.Platform);
        WriteTensors(json, "inputs", signature.Inputs);
        WriteTensors(json, "outputs", signature.Outputs);
        json.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter json, string name, ImmutableArray<TensorSpec> tensors)
    {
        json.WriteStartArray(name);
        foreach (var tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, tensor.Name);
            json.WriteString("datatype"u8, tensor.DataType.ToProtocolName());
            json.WriteStartArray("shape"u8);
            foreach (var dimension in ModelMetadata.ShapeOf(tensor))
                json.WriteNumberValue(dimension);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
