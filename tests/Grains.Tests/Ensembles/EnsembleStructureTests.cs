namespace OrleansInference.Ensembles;

public sealed class EnsembleStructureTests
{
    [Fact]
    public void A_graph_in_any_order_is_sound() => Assert.Empty(Check(Graphs.Diamond.Reverse()));

    [Fact]
    public void Outputs_that_nobody_reads_are_allowed() => Assert.Empty(Check(["a: in → out spare"]));

    [Theory]
    [InlineData("InputMap 0 mgone: reads 'gone', which is no input of the ensemble and is written by no step", "a: in gone → out")]
    [InlineData("OutputMap 1 mout: writes 'out', which step[0] writes; a tensor is written once", "a: in → out x", "b: x → out y", "c: y → z")]
    [InlineData("OutputMap 0 min: writes 'in', which is an input of the ensemble; a tensor is written once", "a: in → in out")]
    [InlineData("Output 0 : 'out' is written by no step", "a: in → x")]
    [InlineData("Input 0 : 'in' is read by no step", "a: x → x out")]
    [InlineData("Step 1 : would never run: no output of the ensemble needs what it writes", "a: in → out", "b: in → x")]
    [InlineData("Step 0 : waits for itself: step[0] → step[1] → step[0]", "a: in y → x", "b: x → y out")]
    [InlineData("Step 0 : waits for itself: step[0] → step[0]", "a: in x → x out")]
    public void What_is_wrong_is_told_with_its_place(string expected, params string[] steps) => Assert.Contains(expected, Check(steps));

    [Fact]
    public void All_of_it_is_told_at_once() =>
        Assert.Equal(
            [
                "OutputMap 1 mx: writes 'x', which step[0] writes; a tensor is written once",
                "InputMap 1 mgone: reads 'gone', which is no input of the ensemble and is written by no step",
                "Output 0 : 'out' is written by no step",
                "Step 0 : would never run: no output of the ensemble needs what it writes",
                "Step 1 : would never run: no output of the ensemble needs what it writes",
            ],
            Check(["a: in → x", "b: gone → x"]));

    private static IEnumerable<string> Check(IEnumerable<string> steps)
    {
        var signature = Graphs.Signature(["in"], ["out"]);
        return EnsembleStructure.Check(signature.Inputs, signature.Outputs, Graphs.Spec([.. steps]))
            .Select(problem => $"{problem.Place} {problem.Index} {problem.Key}: {problem.Text}");
    }
}
