namespace OrleansInference.Control;

public sealed class SteadyScansTests
{
    private readonly SteadyScans _steady = new([Scans.Of("a", (1, "x")), Scans.Of("b", (1, "x"))]);

    [Fact]
    public void What_has_not_changed_is_not_told()
    {
        Assert.Empty(_steady.Next([Scans.Of("a", (1, "x")), Scans.Of("b", (1, "x"))]));
        Assert.Empty(_steady.Next([Scans.Of("a", (1, "x")), Scans.Of("b", (1, "x"))]));
    }

    [Fact]
    public void A_change_is_told_once_when_two_looks_in_a_row_have_seen_the_same()
    {
        Assert.Empty(_steady.Next([Scans.Of("a", (1, "half")), Scans.Of("b", (1, "x"))]));
        Assert.Empty(_steady.Next([Scans.Of("a", (1, "whole")), Scans.Of("b", (1, "x"))]));
        var change = Assert.Single(_steady.Next([Scans.Of("a", (1, "whole")), Scans.Of("b", (1, "x"))]));
        Assert.Equal(("a", Scans.Of("a", (1, "whole"))), change);
        Assert.Empty(_steady.Next([Scans.Of("a", (1, "whole")), Scans.Of("b", (1, "x"))]));
    }

    [Fact]
    public void Models_that_come_and_go_are_told_in_order_and_a_folder_that_is_gone_for_one_look_is_not()
    {
        Assert.Empty(_steady.Next([Scans.Of("a", (1, "x")), Scans.Of("c", (1, "x"))]));
        Assert.Equal([("b", false), ("c", true)], _steady.Next([Scans.Of("a", (1, "x")), Scans.Of("c", (1, "x"))]).Select(change => (change.Model, change.Scan is not null)));

        Assert.Empty(_steady.Next([Scans.Of("c", (1, "x"))]));
        Assert.Empty(_steady.Next([Scans.Of("a", (1, "x")), Scans.Of("c", (1, "x"))]));
        Assert.Empty(_steady.Next([Scans.Of("a", (1, "x")), Scans.Of("c", (1, "x"))]));
    }
}
