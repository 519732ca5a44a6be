using System.Security.Cryptography;
using System.Text;

namespace OrleansInference.Storage;

/// <summary>Names and tags of the files of a <see cref="StateFolder"/>.</summary>
internal static class StateFile
{
    private const string Extension = ".json";

    /// <summary>The document's name, with what is not a letter, digit, dot, dash or underscore of ASCII as the hexadecimal UTF-8 of it.</summary>
    public static string NameOf(string document)
    {
        var name = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(document))
            if (char.IsAsciiLetterOrDigit((char)octet) || (char)octet is '.' or '-' or '_') name.Append((char)octet);
            else name.Append('%').Append(octet.ToString("X2"));
        return name.Append(Extension).ToString();
    }

    /// <summary>Of the content; null where there is no file.</summary>
    public static string? TagOf(byte[]? content) => content is null ? null : Convert.ToHexStringLower(SHA256.HashData(content));
}
