using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using OrleansInference.Embedded;

namespace Orleans.Runtime;

/// <summary>One life of one silo: endpoint and generation. A restarted silo has another generation and so is another address.</summary>
[Immutable]
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>, IParsable<SiloAddress>
{
    private static readonly Lock GenerationLock = new();
    private static readonly long Epoch = new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static long _lastGeneration;

    private readonly string _text;
    private readonly int _hash;

    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
        _text = $"{endpoint.Address}:{endpoint.Port}@{generation}";
        _hash = StableHash.Of(_text);
    }

    public static SiloAddress Zero { get; } = New(new IPAddress(0), 0, 0);

    [Id(0)] public IPEndPoint Endpoint { get; }

    [Id(1)] public int Generation { get; }

    /// <summary>Clients have negative generations.</summary>
    public bool IsClient => Generation < 0;

    public static SiloAddress New(IPEndPoint ep, int gen) => New(ep.Address, ep.Port, gen);

    public static SiloAddress New(IPAddress address, int port, int generation) =>
        new(new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port), generation);

    /// <summary>Seconds since 2022, and always larger than before. By the system's clock: simulations number their silos themselves.</summary>
    public static int AllocateNewGeneration()
    {
        var elapsed = (TimeProvider.System.GetUtcNow().UtcTicks - Epoch) / TimeSpan.TicksPerSecond;
        lock (GenerationLock) _lastGeneration = elapsed = Math.Max(elapsed, _lastGeneration + 1);
        return unchecked((int)elapsed);
    }

    /// <summary><c>address:port@generation</c>; <see cref="FromParsableString"/> reads it.</summary>
    public string ToParsableString() => _text;

    public static SiloAddress FromParsableString(string addr) => Parse(addr, null);

    public static SiloAddress Parse(string value) => Parse(value, null);

    public static SiloAddress Parse(string value, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TryParse(value, provider, out var result) ? result : throw new FormatException("Invalid string SiloAddress: " + value);
    }

    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out SiloAddress? result) => TryParse(value, null, out result);

    public static bool TryParse([NotNullWhen(true)] string? value, IFormatProvider? provider, [NotNullWhen(true)] out SiloAddress? result)
    {
        result = null;
        var text = value.AsSpan();
        var at = text.LastIndexOf('@');
        if (at < 0) return false;
        var colon = text[..at].LastIndexOf(':');
        if (colon < 0
            || !IPAddress.TryParse(text[..colon], out var host)
            || !int.TryParse(text[(colon + 1)..at], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort
            || !int.TryParse(text[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)) return false;
        result = New(host, port, generation);
        return true;
    }

    /// <summary>The same in every process (not the same number as Orleans').</summary>
    public int GetConsistentHashCode() => _hash;

    public bool IsSuccessorOf(SiloAddress other) => IsSameLogicalSilo(other) && other.Generation > 0 && Generation > other.Generation;

    public bool IsPredecessorOf(SiloAddress other) => IsSameLogicalSilo(other) && Generation > 0 && Generation < other.Generation;

    public bool Equals([NotNullWhen(true)] SiloAddress? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && _text == other._text);

    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    public override int GetHashCode() => _hash;

    /// <summary>By generation, then port, then address: older silos first.</summary>
    public int CompareTo(SiloAddress? other)
    {
        if (other is null) return 1;
        var order = Generation.CompareTo(other.Generation);
        if (order == 0) order = Endpoint.Port.CompareTo(other.Endpoint.Port);
        return order != 0 ? order : Endpoint.Address.GetAddressBytes().AsSpan().SequenceCompareTo(other.Endpoint.Address.GetAddressBytes());
    }

    public override string ToString() => $"{(IsClient ? 'C' : 'S')}{Endpoint}:{Generation}";

    private bool IsSameLogicalSilo([NotNullWhen(true)] SiloAddress? other) => other is not null && Endpoint.Equals(other.Endpoint);
}
