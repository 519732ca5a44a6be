using OrleansInference.Models;

namespace OrleansInference.Torch;

public class TorchSharingTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static async Task<ILoadedModel> LoadReplica(ModelSpec spec)
    {
        var loaded = await TorchPrograms.Runtime.LoadAsync(spec, spec.Replicas[0], CancellationToken.None);
        Assert.Null(loaded.Fault?.Message);
        return loaded.Model!;
    }

    [Fact]
    public async Task Replicas_of_one_loading_give_right_answers_at_once_and_when_others_have_gone()
    {
        var spec = TorchPrograms.Spec(TorchPrograms.PathOf("Linear"));
        var replicas = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LoadReplica(spec))).WaitAsync(Bound);
        await Task.WhenAll(replicas.Select((replica, seed) => RunMany(replica, seed))).WaitAsync(Bound);
        await Task.WhenAll(replicas[1..].Select(replica => replica.DisposeAsync().AsTask())).WaitAsync(Bound);
        await RunMany(replicas[0], 7).WaitAsync(Bound);
        await replicas[0].DisposeAsync();
    }

    [Theory]
    [InlineData("Counter", 0)]
    [InlineData("Captured", 1)]
    public async Task Replicas_of_a_program_that_keeps_state_keep_it_each_for_itself(string program, float saved)
    {
        var spec = TorchPrograms.Spec(TorchPrograms.PathOf(program)) with { WarmUp = [[Tensors.Floats("x", 0)]] };
        await using var first = await LoadReplica(spec);
        await using var second = await LoadReplica(spec);
        Tensors.Equal([saved + 1], (await first.Run(Tensors.Floats("x", 0)))[0].Floats());
        Tensors.Equal([saved + 2], (await first.Run(Tensors.Floats("x", 0)))[0].Floats());
        Tensors.Equal([saved + 1], (await second.Run(Tensors.Floats("x", 0)))[0].Floats());
    }

    [Fact]
    public async Task A_program_that_cannot_be_frozen_runs_as_it_is()
    {
        await using var model = await TorchPrograms.Load("Unfreezable");
        Tensors.Equal([2, 3], (await model.Run(Tensors.Floats("x", 1, 2)))[0].Floats());
    }

    [Fact]
    public async Task A_new_file_at_the_same_path_is_loaded_by_a_reload_and_not_by_the_replicas_of_before()
    {
        var folder = Directory.CreateTempSubdirectory("oi-torch-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.pt");
            File.Copy(TorchPrograms.PathOf("Identity"), path);
            var old = TorchPrograms.Spec(path);
            await using var before = await LoadReplica(old);
            File.Copy(TorchPrograms.PathOf("Double"), path, overwrite: true);
            await using var late = await LoadReplica(old);
            await using var after = await LoadReplica(TorchPrograms.Spec(path));
            Tensors.Equal([3], (await before.Run(Tensors.Floats("x", 3)))[0].Floats());
            Tensors.Equal([6], (await after.Run(Tensors.Floats("x", 3)))[0].Floats());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunMany(ILoadedModel model, int seed)
    {
        for (var i = 0; i < 300; i++)
        {
            var outputs = await model.Run(Tensors.Of("input", TensorDataType.Fp32, [seed, (float)i], 1, 2));
            Assert.Equal([seed + (2 * i) + 0.5f, (3 * seed) + (4 * i) + 0.25f, (5 * seed) + (6 * i) + 0.125f], outputs[0].Floats());
            outputs.Release();
        }
    }
}
