namespace OrleansInference.Protocol.Wire;

/// <summary>What stands before each field: its number and its wire type.</summary>
internal static class ProtoTag
{
    public const uint Varint = 0;
    public const uint Fixed64 = 1;
    public const uint Length = 2;
    public const uint StartGroup = 3;
    public const uint EndGroup = 4;
    public const uint Fixed32 = 5;

    public static uint Number(uint tag) => tag >> 3;

    public static uint Wire(uint tag) => tag & 7;
}
