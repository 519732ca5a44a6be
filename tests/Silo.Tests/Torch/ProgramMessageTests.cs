namespace OrleansInference.Torch;

public class ProgramMessageTests
{
    [Fact]
    public void The_programs_words_follow_its_traceback()
    {
        const string text = """
            The following operation failed in the TorchScript interpreter.
            Traceback of TorchScript, serialized code (most recent call last):
              File "code/__torch__.py", line 11, in forward
                if torch.lt(total, 0):
                  ops.prim.RaiseException(_0)
                  ~~~~~~~~~~~~~~~~~~~~~~~ <--- HERE
                else:
                  pass

            Traceback of TorchScript, original code (most recent call last):
              File "model.py", line 105, in forward
                    raise ValueError("the sum is negative")
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ <--- HERE
                    return x
            builtins.ValueError: the sum is negative
            of all rows

            """;
        Assert.Equal("ValueError: the sum is negative\nof all rows", ProgramMessage.Clean(text));
    }

    [Fact]
    public void Stack_traces_and_places_in_libtorch_are_left_out()
    {
        const string text = """
            [enforce fail at inline_container.cc:145] . PytorchStreamReader failed reading zip archive: failed finding central directory
            Exception raised from valid at ../caffe2/serialize/inline_container.cc:145 (most recent call first):
            frame #0: c10::Error::Error(c10::SourceLocation, std::string) + 0x57 (0x7f in libc10.so)
            """;
        Assert.Equal("PytorchStreamReader failed reading zip archive: failed finding central directory", ProgramMessage.Clean(text));
    }

    [Theory]
    [InlineData("", "no message")]
    [InlineData("plain", "plain")]
    public void Other_texts_stay(string text, string expected) => Assert.Equal(expected, ProgramMessage.Clean(text));
}
