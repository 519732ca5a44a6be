using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.FrontDoors;

internal static class DoorListener
{
    /// <summary>Has Kestrel listen for a door, with TLS where the server has it, and keeps the address in <see cref="DoorAddresses"/>.</summary>
    /// <param name="name">Of the door, for people.</param>
    /// <param name="address">As <see cref="ListenAddressAttribute"/> allows it.</param>
    /// <param name="port">0 for one that the system picks.</param>
    /// <param name="configure">What this door has besides.</param>
    public static void ListenAtDoor(
        this KestrelServerOptions kestrel, string name, string address, int port, Action<ListenOptions> configure)
    {
        if (!ListenAddressAttribute.TryParse(address, out var parsed))
            throw new InvalidOperationException($"'{address}' passed validation, but is no address.");
        if (parsed.Equals(IPAddress.IPv6Any))
            kestrel.ListenAnyIP(port, Listen); // IPv4 alone where the machine has no IPv6
        else
            kestrel.Listen(parsed, port, Listen);

        void Listen(ListenOptions listen)
        {
            configure(listen);
            listen.UseServerTls();
            listen.ApplicationServices.GetRequiredService<DoorAddresses>().Add(name, listen);
        }
    }
}
