namespace OrleansInference.Wire;

/// <summary>What became different between the approved contract and that of the code.</summary>
/// <param name="Broken">Changes that a silo of another release, or what is stored, would be misread by; each says which rule it breaks.</param>
/// <param name="Added">What other releases can live with, once somebody has looked at it.</param>
internal sealed record ContractChanges(IReadOnlyList<string> Broken, IReadOnlyList<string> Added)
{
    public static ContractChanges Between(IReadOnlyList<ContractEntry> approved, IReadOnlyList<ContractEntry> actual)
    {
        List<string> broken = [], added = [];
        foreach (var old in approved)
        {
            if (actual.FirstOrDefault(entry => entry.Name == old.Name) is not { } now)
                broken.Add($"{old.Name} is gone. Other releases still say it. Keep it, under this very name: the [Alias] (of a grain: the [GrainType]) is what counts, and the type's own name may change.");
            else
                Compare(old, now, broken, added);
        }
        added.AddRange(actual.Where(entry => approved.All(old => old.Name != entry.Name)).Select(entry => $"{entry.Name} is new."));
        return new ContractChanges(broken, added);
    }

    private static void Compare(ContractEntry old, ContractEntry now, List<string> broken, List<string> added)
    {
        if (old.Shape != now.Shape)
            broken.Add($"{old.Name} was '{old.Shape}' and is '{now.Shape}'. That is another thing on the wire: give it a name of its own and keep the old one.");
        foreach (var member in old.Members)
        {
            var same = now.Members.Where(each => each.Key == member.Key).ToList();
            if (same is not [var one]) broken.Add(same.Count == 0 ? Gone(old, member) : $"{old.Name} uses {member.Key} {same.Count} times: each {Word(old)} has its own.");
            else if (one != member) Compare(old, member, one, broken, added);
        }
        foreach (var member in now.Members.Where(each => old.Members.All(known => known.Key != each.Key)))
        {
            // The highest that was ever approved; what was taken out by hand below it may still be on its way.
            if (old.Kind == "message" && old.Members.Count > 0 && uint.Parse(member.Key) < old.Members.Max(each => uint.Parse(each.Key)))
                broken.Add($"{old.Name} has the new id {member.Key} ({member.Name}) below its highest. It may have meant something else before: new ids go at the end.");
            else added.Add($"{old.Name} has the new {Word(old)} {member.Key} ({member.Type} {member.Name}".TrimEnd() + ").");
        }
    }

    private static void Compare(ContractEntry entry, ContractMember old, ContractMember now, List<string> broken, List<string> added)
    {
        var what = $"{entry.Name}, {Word(entry)} {old.Key}";
        if (old.Type == now.Type)
            added.Add($"{what} was named {old.Name} and is named {now.Name}. If it means what it meant, approve it; if not, take the next id.");
        else if (entry.Kind == "interface" && IsLonger(old.Type, now.Type))
            added.Add($"{what} was {old.Type} and is {now.Type}. Callers of other releases leave the new arguments out: they come as the default of their types.");
        else if (entry.Kind == "enum")
            added.Add($"{what} was named {old.Type} and is named {now.Type}. If it means what it meant, approve it; if not, take the next value.");
        else
            broken.Add($"{what} was {old.Type} and is {now.Type}. The same bytes would be read as something else: keep it, and add another with {(entry.Kind == "interface" ? "an alias of its own" : "the next id")}.");
    }

    private static string Gone(ContractEntry entry, ContractMember member) =>
        $"{entry.Name} has lost the {Word(entry)} {member.Key} ({$"{member.Type} {member.Name}".Trim()}). Silos of other releases still {(entry.Kind == "interface" ? "call" : "send and expect")} it: keep it.";

    /// <summary>Whether a method takes what it took and something more, and returns what it returned. A cancellation token counts for nothing: it is not sent.</summary>
    private static bool IsLonger(string old, string now)
    {
        var (before, after) = (old.Split("):"), now.Split("):"));
        var arguments = WithoutToken(before[0]);
        return before[1] == after[1] && (WithoutToken(after[0]) == arguments || WithoutToken(after[0]).StartsWith(arguments == "(" ? arguments : arguments + ",", StringComparison.Ordinal));
    }

    private static string WithoutToken(string arguments) =>
        arguments.Replace(",CancellationToken", "", StringComparison.Ordinal).Replace("(CancellationToken", "(", StringComparison.Ordinal);

    private static string Word(ContractEntry entry) => entry.Kind switch { "enum" => "value", "interface" => "method", _ => "id" };
}
