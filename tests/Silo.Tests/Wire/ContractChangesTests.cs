namespace OrleansInference.Wire;

public sealed class ContractChangesTests
{
    private const string Approved = """
        grain pool oi.IPool
        interface oi.IPool IGrainWithStringKey
          Run (long,CancellationToken):oi.Answer
        message oi.Answer class
          0 int Items
          3 oi.Kind Kind
        enum oi.Kind int
          1 Full

        """;

    [Fact]
    public void Nothing_is_said_of_what_has_not_changed()
    {
        var changes = Change("", "");

        Assert.Empty(changes.Broken);
        Assert.Empty(changes.Added);
        Assert.Equal(Approved, ContractEntry.Write(ContractEntry.Read(Approved)));
    }

    [Theory]
    [InlineData("grain pool", "grain pools", "grain pool is gone.")]
    [InlineData("interface oi.IPool", "interface oi.IPools", "interface oi.IPool is gone.")]
    [InlineData("interface oi.IPool IGrainWithStringKey", "interface oi.IPool IGrainWithGuidKey", "interface oi.IPool was 'IGrainWithStringKey' and is 'IGrainWithGuidKey'.")]
    [InlineData("  Run", "  Start", "interface oi.IPool has lost the method Run")]
    [InlineData("(long,", "(int,", "interface oi.IPool, method Run was (long,CancellationToken):oi.Answer and is (int,CancellationToken):oi.Answer.")]
    [InlineData("(long,CancellationToken)", "(CancellationToken)", "interface oi.IPool, method Run was")]
    [InlineData("):oi.Answer", "):int", "interface oi.IPool, method Run was")]
    [InlineData("message oi.Answer", "message oi.PoolAnswer", "message oi.Answer is gone.")]
    [InlineData("message oi.Answer class", "message oi.Answer struct", "message oi.Answer was 'class' and is 'struct'.")]
    [InlineData("  0 int Items\n", "", "message oi.Answer has lost the id 0 (int Items).")]
    [InlineData("  0 int Items", "  0 long Items", "message oi.Answer, id 0 was int and is long.")]
    [InlineData("  0 int Items\n", "  0 int Items\n  1 int Other\n", "message oi.Answer has the new id 1 (Other) below its highest.")]
    [InlineData("  0 int Items\n", "  0 int Items\n  0 int Other\n", "message oi.Answer uses 0 2 times")]
    [InlineData("  1 Full\n", "", "enum oi.Kind has lost the value 1 (Full).")]
    [InlineData("enum oi.Kind int", "enum oi.Kind long", "enum oi.Kind was 'int' and is 'long'.")]
    public void What_other_releases_would_misread_is_refused(string old, string now, string problem) =>
        Assert.Contains(Change(old, now).Broken, line => line.StartsWith(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("grain pool", "grain late oi.ILate\ngrain pool", "grain late is new.")]
    [InlineData("  Run", "  Again ():void\n  Run", "interface oi.IPool has the new method Again")]
    [InlineData("(long,", "(long,string,", "interface oi.IPool, method Run was (long,CancellationToken):oi.Answer and is (long,string,CancellationToken):oi.Answer.")]
    [InlineData("(long,CancellationToken)", "(long)", "interface oi.IPool, method Run was")]
    [InlineData("enum", "  4 int More\nenum", "message oi.Answer has the new id 4 (int More).")]
    [InlineData("  0 int Items", "  0 int Rows", "message oi.Answer, id 0 was named Items and is named Rows.")]
    [InlineData("  1 Full\n", "  1 Full\n  2 Late\n", "enum oi.Kind has the new value 2 (Late).")]
    public void What_they_can_live_with_is_to_be_approved(string old, string now, string addition)
    {
        var changes = Change(old, now);

        Assert.Empty(changes.Broken);
        Assert.StartsWith(addition, Assert.Single(changes.Added), StringComparison.Ordinal);
    }

    private static ContractChanges Change(string old, string now) =>
        ContractChanges.Between(ContractEntry.Read(Approved), ContractEntry.Read(old.Length == 0 ? Approved : Approved.Replace(old, now, StringComparison.Ordinal)));
}
