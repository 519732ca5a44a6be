namespace OrleansInference.Torch;

public class ProgramSourceTests
{
    private static string[] Programs => Directory.GetFiles(Path.GetDirectoryName(TorchPrograms.PathOf("x"))!, "*.pt");

    public static TheoryData<string> Loadable =>
        [.. Programs.Select(path => Path.GetFileNameWithoutExtension(path)!).Where(name => name != "WeightsOnly").Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Loadable))]
    public void The_source_tells_what_the_schema_tells(string name)
    {
        var source = ProgramSource.Read(TorchPrograms.PathOf(name));
        if (!BindingTraits.ReturnsDictionaries && (source.ReturnType.Contains("Dict", StringComparison.Ordinal) || name == "LongMixedTuple"))
            return;
        using var program = TorchEnvironment.Binding.Load(TorchPrograms.PathOf(name), TorchDevice.Cpu, TorchPrecision.Fp32);
        Assert.Equal(program.Arguments, source.Arguments.Select(argument => argument.Argument));
        Assert.Equal(program.Returns.IsDefault, source.Returns.IsDefault);
        if (!source.Returns.IsDefault)
            Assert.Equal(program.Returns.AsEnumerable(), source.Returns);
    }

    [Fact]
    public void Defaults_and_types_are_read()
    {
        var source = ProgramSource.Read(TorchPrograms.PathOf("OptionalInput"));
        Assert.Equal(
            ["x: Tensor", "bias: Optional[Tensor] (optional)", "scale: float (optional)"],
            source.Arguments.Select(argument => argument.Argument.ToString()));
        Assert.Equal([null, "None", "2."], source.Arguments.Select(argument => argument.Default));
        Assert.Equal("Tensor", source.ReturnType);
    }

    [Fact]
    public void Nested_types_are_kept_whole()
    {
        var (arguments, returnType) = ForwardSignature.Parse("""
            class M(Module):
              def other(self: __torch__.M) -> int:
                return 1
              def forward(self: __torch__.M,
                states: List[Tuple[Tensor, Tensor]],
                size: Tuple[int, int]=(1, 2),
                flag: bool=True) -> Tuple[Tensor, Dict[str, Tensor]]:
                return states
            """);
        Assert.Equal(["List[Tuple[Tensor, Tensor]]", "Tuple[int, int]", "bool"], arguments.Select(argument => argument.Argument.Type));
        Assert.Equal([ArgumentKind.Other, ArgumentKind.Other, ArgumentKind.Bool], arguments.Select(argument => argument.Argument.Kind));
        Assert.Equal([null, "(1, 2)", "True"], arguments.Select(argument => argument.Default));
        Assert.Equal("Tuple[Tensor, Dict[str, Tensor]]", returnType);
    }

    [Theory]
    [InlineData("class M(Module):\n  training : bool\n")]
    [InlineData("class M(Module):\n  def forward(self: M, x: Tensor")]
    public void A_class_without_forward_is_refused(string text) =>
        Assert.Equal("the program has no method 'forward'", Assert.Throws<ProgramException>(() => ForwardSignature.Parse(text)).Message);

    [Fact]
    public void Weights_are_no_program() =>
        Assert.Contains("holds no program", Assert.Throws<ProgramException>(() => ProgramSource.Read(TorchPrograms.PathOf("WeightsOnly"))).Message);
}
