using OrleansInference.Tests.Architecture;

namespace OrleansInference.Wire;

/// <summary>
/// During a rolling upgrade silos of two releases call each other, and what is stored outlives all of them: what stands for types, members and methods on the wire
/// stays what it is. <c>contract.txt</c> is what was approved.
/// </summary>
public sealed class WireContractTests
{
    private const string Approve = "OI_APPROVE=1 dotnet test tests/Silo.Tests --filter FullyQualifiedName~Wire";

    private static string Path => System.IO.Path.Combine(SourceFile.Root, "tests", "Silo.Tests", "Wire", "contract.txt");

    [Fact]
    public void What_crosses_grain_calls_is_as_other_releases_know_it()
    {
        var approved = File.Exists(Path) ? File.ReadAllText(Path) : "";
        var changes = ContractChanges.Between(ContractEntry.Read(approved), WireContract.Entries);
        Assert.True(changes.Broken.Count == 0, $"Silos of other releases would misunderstand this one:\n{string.Join('\n', changes.Broken)}");

        if (Environment.GetEnvironmentVariable("OI_APPROVE") == "1") File.WriteAllText(Path, ContractEntry.Write(WireContract.Entries));
        else Assert.True(changes.Added.Count == 0, $"The contract between releases grows. If that is meant, run\n  {Approve}\nand commit contract.txt:\n{string.Join('\n', changes.Added)}");
    }

    [Fact]
    public void Every_type_and_method_has_an_alias_of_its_own()
    {
        var nameless = WireContract.Messages.Concat(WireContract.Enumerations).Concat(WireContract.Interfaces)
            .Where(type => WireNames.AliasOf(type)?.StartsWith("oi.", StringComparison.Ordinal) != true).Select(type => $"{type} has no [Alias(\"oi.…\")].");
        var methods = WireContract.Interfaces.SelectMany(type => type.GetMethods()).Where(method => WireNames.AliasOf(method) is null)
            .Select(method => $"{method.DeclaringType}.{method.Name} has no [Alias]: without one its name on the wire is a hash of its signature.");
        var twice = WireContract.Entries.GroupBy(entry => entry.Name).Where(same => same.Count() > 1).Select(same => $"{same.Key} stands for {same.Count()} things.");

        Assert.Empty(nameless.Concat(methods).Concat(twice));
    }

    [Fact]
    public void Every_member_of_a_message_has_an_id_of_its_own() => Assert.Empty(
        from entry in WireContract.Entries
        from same in entry.Members.GroupBy(member => member.Key)
        where same.Count() > 1
        select $"{entry.Name} uses {same.Key} for {string.Join(" and ", same.Select(member => $"{member.Type} {member.Name}".TrimEnd()))}.");

    [Fact]
    public void Messages_are_shared_and_not_copied_within_a_silo() => Assert.Empty(
        WireContract.Messages.Where(type => !type.IsDefined(typeof(ImmutableAttribute), inherit: false)).Select(type => $"{type} is not [Immutable]."));
}
