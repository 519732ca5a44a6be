namespace OrleansInference.Client;

public sealed class ClassificationTests
{
    [Theory]
    [InlineData("0.5:3", 0.5, 3, "", "3")]
    [InlineData("-1e-3:0:C#", -0.001, 0, "C#", "C#")]
    [InlineData("1:2:a:b", 1, 2, "a:b", "a:b")]
    public void Reads_value_index_and_label(string text, double value, int index, string label, string name)
    {
        var classification = Classification.Parse(text);
        Assert.Equal(new Classification(value, index, label), classification);
        Assert.Equal(name, classification.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.5")]
    [InlineData("x:1")]
    [InlineData("1:x:label")]
    public void Refuses_anything_else(string text) =>
        Assert.Contains("value:index:label", Assert.Throws<FormatException>(() => Classification.Parse(text)).Message);
}
