namespace OrleansInference.Interop.Fuzz;

/// <summary>Damage to bytes.</summary>
internal static class Mutation
{
    /// <summary>Up to four changes: bytes replaced, removed, doubled, inserted, or the rest cut off. Sometimes none.</summary>
    public static byte[] Of(Random random, ReadOnlySpan<byte> original, params string[] spices)
    {
        var bytes = new List<byte>(original.Length + 64);
        bytes.AddRange(original);
        for (var changes = random.Next(5); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, random.Next(Math.Min(16, bytes.Count - at))); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, random.Next(Math.Min(256, bytes.Count - at)))); break;
                case 4 when spices.Length > 0: bytes.InsertRange(at, System.Text.Encoding.UTF8.GetBytes(spices[random.Next(spices.Length)])); break;
                case 5 when random.Next(3) == 0: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes.InsertRange(at, Bytes(random, 8)); break;
            }
        }
        return [.. bytes];
    }

    /// <summary>Arbitrary bytes, fewer than <paramref name="most"/>.</summary>
    public static byte[] Bytes(Random random, int most)
    {
        var bytes = new byte[random.Next(most)];
        random.NextBytes(bytes);
        return bytes;
    }
}
