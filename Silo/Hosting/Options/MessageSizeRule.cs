using OrleansInference.FrontDoors.Grpc;
using OrleansInference.FrontDoors.Http;

namespace OrleansInference.Hosting;

/// <summary>No door takes what silos could not pass on.</summary>
internal static class MessageSizeRule
{
    /// <summary>Each option of a door that allows more than <see cref="MessageOptions.MaxMessageBytes"/>.</summary>
    public static IEnumerable<string> Objections(Settings settings)
    {
        var (http, grpc, most) = (settings.Bind<HttpDoorOptions>(), settings.Bind<GrpcDoorOptions>(), settings.Bind<MessageOptions>().MaxMessageBytes);
        (string Key, int Bytes)[] limits =
        [
            ($"{HttpDoorOptions.Section}:{nameof(http.MaxRequestBodyBytes)}", http.MaxRequestBodyBytes),
            ($"{HttpDoorOptions.Section}:{nameof(http.MaxInflatedBytes)}", http.MaxInflatedBytes),
            ($"{GrpcDoorOptions.Section}:{nameof(grpc.MaxReceiveMessageBytes)}", grpc.MaxReceiveMessageBytes),
            ($"{GrpcDoorOptions.Section}:{nameof(grpc.MaxInflatedBytes)}", grpc.MaxInflatedBytes),
        ];
        return from limit in limits
               where limit.Bytes > most
               select $"{limit.Key} = {limit.Bytes} ({settings.SourceOf(limit.Key)}): allowed is at most {MessageOptions.Section}:{nameof(MessageOptions.MaxMessageBytes)}, "
                   + $"which is {most} ({settings.SourceOf($"{MessageOptions.Section}:{nameof(MessageOptions.MaxMessageBytes)}")}): a longer request could not go to another silo";
    }
}
