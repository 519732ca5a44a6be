namespace OrleansInference.Wire;

/// <summary>One thing that silos of different releases must understand alike: a message, an enumeration, a grain interface or a grain class.</summary>
/// <param name="Name">What it is and the name that stands for it on the wire, such as <c>message oi.PoolLoad</c>.</param>
/// <param name="Shape">What else its first line says: <c>struct</c>, the underlying type, the key of its grains.</param>
/// <param name="Members">Ordered as the contract lists them.</param>
internal sealed record ContractEntry(string Name, string Shape, IReadOnlyList<ContractMember> Members)
{
    public string Kind => Name[..Name.IndexOf(' ', StringComparison.Ordinal)];

    /// <summary>The lines of the contract.</summary>
    public static string Write(IEnumerable<ContractEntry> entries) => string.Concat(entries.SelectMany(entry => new[] { $"{entry.Name} {entry.Shape}".TrimEnd() + "\n" }
        .Concat(entry.Members.Select(member => $"  {member.Key} {member.Type} {member.Name}".TrimEnd() + "\n"))));

    /// <summary>Reads what <see cref="Write"/> writes; lines that begin with <c>#</c> are comments.</summary>
    public static IReadOnlyList<ContractEntry> Read(string text)
    {
        List<ContractEntry> entries = [];
        List<ContractMember> members = [];
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            if (line[0] == ' ')
            {
                var parts = line.Trim().Split(' ', 3);
                members.Add(new ContractMember(parts[0], parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? ""));
                continue;
            }
            var head = line.Split(' ', 3);
            entries.Add(new ContractEntry($"{head[0]} {head[1]}", head.ElementAtOrDefault(2) ?? "", members = []));
        }
        return entries;
    }
}
