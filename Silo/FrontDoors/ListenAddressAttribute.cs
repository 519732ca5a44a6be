using System.ComponentModel.DataAnnotations;
using System.Net;

namespace OrleansInference.FrontDoors;

/// <summary>An IP address to listen on, <c>localhost</c>, or <c>*</c> for every address of the machine.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListenAddressAttribute() : ValidationAttribute("{0} must be an IP address, 'localhost' or '*'.")
{
    public override bool IsValid(object? value) => value is string text && TryParse(text, out _);

    public static bool TryParse(string text, out IPAddress address)
    {
        address = IPAddress.Loopback;
        if (text == "localhost")
            return true;
        if (text != "*")
            return IPAddress.TryParse(text, out address!);
        address = IPAddress.IPv6Any;
        return true;
    }
}
