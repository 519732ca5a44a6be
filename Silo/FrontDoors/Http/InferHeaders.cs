using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using OrleansInference.FrontDoors.Validation;

namespace OrleansInference.FrontDoors.Http;

/// <summary>What the headers of an inference request say.</summary>
/// <param name="JsonBytes">Length of the JSON at the beginning of the body; null: all of it is JSON; 0: one raw tensor without JSON.</param>
/// <param name="Timeout">Null for none.</param>
/// <param name="RequestCoding">How the body is compressed.</param>
/// <param name="ResponseCoding">How the answer may be.</param>
internal readonly record struct InferHeaders(int? JsonBytes, TimeSpan? Timeout, ContentCoding RequestCoding, ContentCoding ResponseCoding)
{
    public const string JsonLengthName = "Inference-Header-Content-Length";
    public const string TimeoutName = "Inference-Timeout-Microseconds";

    public static HttpFault? Read(IHeaderDictionary headers, out InferHeaders read)
    {
        long? jsonBytes = null, microseconds = null;
        read = default;
        var fault = ReadCoding(headers.ContentEncoding, out var coding)
            ?? ReadInteger(headers, JsonLengthName, int.MaxValue, ref jsonBytes)
            ?? ReadInteger(headers, TimeoutName, RequestSchedule.MaxMicroseconds, ref microseconds);
        if (fault is not null)
            return fault;
        var timeout = RequestSchedule.FromMicroseconds(microseconds ?? 0);
        read = new InferHeaders((int?)jsonBytes, timeout, coding, Negotiate(headers.AcceptEncoding));
        return null;
    }

    private static HttpFault? ReadInteger(IHeaderDictionary headers, string name, long largest, ref long? value)
    {
        if (!headers.TryGetValue(name, out var text) || text.Count == 0)
            return null;
        if (!long.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed > largest)
            return HttpFault.BadRequest($"header {name}: expected an integer from 0 to {largest}, got '{text}'");
        value = parsed;
        return null;
    }

    private static HttpFault? ReadCoding(StringValues header, out ContentCoding coding)
    {
        var text = header.ToString();
        coding = text.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => ContentCoding.Gzip,
            "deflate" => ContentCoding.Deflate,
            _ => ContentCoding.Identity,
        };
        return coding != ContentCoding.Identity || text.Length == 0 || text.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? null
            : new HttpFault(
                StatusCodes.Status415UnsupportedMediaType, $"header Content-Encoding: expected gzip, deflate or identity, got '{text}'");
    }

    /// <summary>The coding of the highest weight; of equal ones gzip before deflate before none.</summary>
    private static ContentCoding Negotiate(StringValues header)
    {
        var best = ContentCoding.Identity;
        if (header.Count == 0 || !StringWithQualityHeaderValue.TryParseList(header, out var accepted))
            return best;
        var bestWeight = 0d;
        foreach (var item in accepted)
        {
            ContentCoding? coding =
                Is(item, "gzip") || Is(item, "x-gzip") || Is(item, "*") ? ContentCoding.Gzip
                : Is(item, "deflate") ? ContentCoding.Deflate
                : Is(item, "identity") ? ContentCoding.Identity
                : null;
            var weight = item.Quality ?? 1;
            if (coding is not { } known || weight <= 0 || weight < bestWeight)
                continue;
            if (weight > bestWeight || known == ContentCoding.Gzip || best == ContentCoding.Identity)
                (best, bestWeight) = (known, weight);
        }
        return best;
    }

    private static bool Is(StringWithQualityHeaderValue item, string name) => item.Value.Equals(name, StringComparison.OrdinalIgnoreCase);
}
