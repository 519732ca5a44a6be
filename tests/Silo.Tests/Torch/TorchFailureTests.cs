using OrleansInference.Inference;

namespace OrleansInference.Torch;

public sealed class TorchFailureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oi-torch-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, "model.pt");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        Assert.Equal("There is no file '/nowhere/model.pt'.", await TorchPrograms.LoadFailure("/nowhere/model.pt"));
    }

    [Fact]
    public async Task A_file_of_something_else_is_refused()
    {
        foreach (var bytes in new byte[][] { [], "not a program"u8.ToArray(), [.. "PK\x3\x4"u8, .. new byte[1000]] })
        {
            var message = await TorchPrograms.LoadFailure(Write(bytes));
            Assert.StartsWith($"'{_folder.FullName}/model.pt' is not a TorchScript program that can be loaded: ", message);
            Assert.DoesNotContain("frame #", message);
            Assert.DoesNotContain("enforce fail", message);
        }
    }

    [Fact]
    public async Task A_file_that_was_cut_anywhere_is_refused()
    {
        var whole = await File.ReadAllBytesAsync(TorchPrograms.PathOf("Linear"));
        for (var length = 1; length < whole.Length; length += whole.Length / 16)
            Assert.Contains("is not a TorchScript program", await TorchPrograms.LoadFailure(Write(whole[..length])));
    }

    [Fact]
    public async Task Weights_without_a_program_are_told_apart()
    {
        Assert.Contains("torch.jit.save", await TorchPrograms.LoadFailure(TorchPrograms.PathOf("WeightsOnly")));
    }

    [Fact]
    public async Task A_program_that_raises_gives_its_own_words_and_runs_again()
    {
        await using var model = await TorchPrograms.Load("Raises");
        for (var i = 0; i < 3; i++)
        {
            var raised = await model.Fault(FaultKind.ModelError, Tensors.Floats("x", -1, -2));
            Assert.Equal("ValueError: the sum is negative: -3", raised);
            Tensors.Equal([1, 2], (await model.Run(Tensors.Floats("x", 1, 2)))[0].Floats());
        }
    }

    [Fact]
    public async Task An_operation_that_fails_gives_torchs_words_without_a_stack_trace()
    {
        await using var model = await TorchPrograms.Load("Raises");
        var message = await model.Fault(FaultKind.ModelError, Tensors.Floats("x", 0, 0));
        Assert.StartsWith("RuntimeError: mat1 and mat2 shapes cannot be multiplied", message);
        Assert.DoesNotContain("\n", message);
        Tensors.Equal([1], (await model.Run(Tensors.Floats("x", 1)))[0].Floats());
    }

    [Fact]
    public async Task Running_out_of_memory_is_a_fault_and_the_model_runs_again()
    {
        await using var model = await TorchPrograms.Load("TooLarge");
        Assert.Contains("can't allocate memory", await model.Fault(FaultKind.ModelError, Tensors.Floats("x", 0)));
        Tensors.Equal([1], (await model.Run(Tensors.Floats("x", 1)))[0].Floats());
    }

    [Theory]
    [InlineData("cuda:7", "The device is 'cuda:7', but this libtorch sees")]
    [InlineData("tpu", "The device is 'tpu'; allowed are cpu and cuda:N.")]
    [InlineData("cuda:-1", "The device is 'cuda:-1'; allowed are cpu and cuda:N.")]
    public async Task A_device_that_is_not_there_is_named(string device, string expected)
    {
        Assert.StartsWith(expected, await TorchPrograms.LoadFailure(TorchPrograms.PathOf("Identity"), device: device));
    }
}
