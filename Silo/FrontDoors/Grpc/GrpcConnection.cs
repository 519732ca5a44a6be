using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>Marks the connections that came in at the gRPC door: a feature of theirs, which no port, proxy or host name can blur.</summary>
internal sealed class GrpcConnection
{
    private static readonly GrpcConnection Mark = new();

    private GrpcConnection()
    {
    }

    public static bool Carries(HttpContext context) => context.Features.Get<GrpcConnection>() is not null;

    public static void MarkAll(ListenOptions listen) => listen.Use(static next => connection =>
    {
        connection.Features.Set(Mark);
        return next(connection);
    });
}
