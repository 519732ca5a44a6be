using System.Diagnostics;
using Orleans.Storage;

namespace OrleansInference.Storage;

public sealed class StateFolderTests : IAsyncLifetime
{
    private readonly TemporaryFolder _temporary = new();
    private readonly StateFolder _folder;

    public StateFolderTests() => _folder = new StateFolder(_temporary.Path);

    public async Task InitializeAsync() => Assert.Null(await _folder.ProblemAsync());

    [Fact]
    public async Task A_document_is_a_file_for_its_owner_alone_with_exactly_its_text()
    {
        Assert.Equal((null, null), await _folder.ReadAsync("traffic.digits"));
        var tag = await _folder.WriteAsync("traffic.digits", "äöü", tag: null);
        Assert.Equal(("äöü", tag), await _folder.ReadAsync("traffic.digits"));
        Assert.Equal("äöü", await File.ReadAllTextAsync(_temporary.File("traffic.digits.json")));
        Assert.Equal([".lock", "traffic.digits.json"], Directory.GetFiles(_temporary.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_temporary.File("traffic.digits.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_temporary.Path));
    }

    [Fact]
    public async Task A_write_counts_only_over_what_was_read()
    {
        var first = await _folder.WriteAsync("a", "1", tag: null);
        var second = await _folder.WriteAsync("a", "2", first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => _folder.WriteAsync("a", "3", first));
        await Assert.ThrowsAsync<InconsistentStateException>(() => _folder.WriteAsync("a", "3", tag: null));
        await Assert.ThrowsAsync<InconsistentStateException>(() => _folder.WriteAsync("b", "3", first));
        Assert.Equal(("2", second), await _folder.ReadAsync("a"));
    }

    [Fact]
    public async Task What_is_taken_away_is_gone()
    {
        await _folder.WriteAsync("a", text: null, await _folder.WriteAsync("a", "1", tag: null));
        Assert.Equal((null, null), await _folder.ReadAsync("a"));
    }

    [Theory]
    [InlineData("traffic.digits-v2_x", "traffic.digits-v2_x.json")]
    [InlineData("traffic.a/b c%", "traffic.a%2Fb%20c%25.json")]
    [InlineData("..", "...json")]
    [InlineData("é", "%C3%A9.json")]
    public void Names_of_files_can_be_read_and_stay_in_the_folder(string document, string file) => Assert.Equal(file, StateFile.NameOf(document));

    [Fact]
    public async Task Of_writers_at_once_each_counts_once()
    {
        var folders = Enumerable.Range(0, 4).Select(_ => new StateFolder(_temporary.Path)).ToList();
        await Task.WhenAll(folders.Select(async folder =>
        {
            for (var written = 0; written < 25;)
            {
                var (text, tag) = await folder.ReadAsync("count");
                try
                {
                    await folder.WriteAsync("count", $"{int.Parse(text ?? "0") + 1}", tag);
                    written++;
                }
                catch (InconsistentStateException)
                {
                    // Another was first.
                }
            }
        }));
        Assert.Equal("100", (await _folder.ReadAsync("count")).Text);
    }

    [Fact]
    public async Task What_a_killed_writer_left_half_written_harms_nothing()
    {
        var tag = await _folder.WriteAsync("a", "old", tag: null);
        await File.WriteAllTextAsync(_temporary.File(".a.json.new"), "ne");
        Assert.Equal(("old", tag), await _folder.ReadAsync("a"));
        await _folder.WriteAsync("a", "new", tag);
        Assert.Equal("new", (await _folder.ReadAsync("a")).Text);
        Assert.False(File.Exists(_temporary.File(".a.json.new")));
    }

    [FlockFact]
    public async Task A_lock_whose_holder_is_killed_is_free()
    {
        using var holder = Process.Start(new ProcessStartInfo(FlockFactAttribute.Program, [_temporary.File(".lock"), "-c", "echo held; exec sleep 60"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
        var refused = await Assert.ThrowsAsync<IOException>(() => _folder.WriteAsync("a", "1", tag: null));
        Assert.Contains("a.json can't be written", refused.Message, StringComparison.Ordinal);

        var write = _folder.WriteAsync("a", "1", tag: null);
        holder.Kill(entireProcessTree: true);
        await holder.WaitForExitAsync();
        await write;
        Assert.Equal("1", (await _folder.ReadAsync("a")).Text);
    }

    [SmallDiskFact]
    public async Task A_full_disk_is_named_and_what_was_stored_stays()
    {
        using var disk = new SmallDisk();
        var folder = new StateFolder(disk.Path);
        var tag = await folder.WriteAsync("a", "old", tag: null);
        disk.Fill();
        var full = await Assert.ThrowsAsync<IOException>(() => folder.WriteAsync("a", new string('x', 100_000), tag));
        Assert.Contains($"{disk.Path}/a.json can't be written: ", full.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", full.Message, StringComparison.Ordinal);
        Assert.Contains("See that the disk has room", full.Message, StringComparison.Ordinal);
        Assert.Equal(("old", tag), await folder.ReadAsync("a"));

        disk.Free();
        await folder.WriteAsync("a", "new", tag);
        Assert.Equal("new", (await folder.ReadAsync("a")).Text);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_is_a_problem()
    {
        await File.WriteAllTextAsync(_temporary.File("file"), "");
        Assert.Contains("file", await new StateFolder(_temporary.File("file/below")).ProblemAsync(), StringComparison.Ordinal);
        Assert.Contains("/proc/none", await new StateFolder("/proc/none").ProblemAsync(), StringComparison.Ordinal);
    }

    public Task DisposeAsync()
    {
        _temporary.Dispose();
        return Task.CompletedTask;
    }
}
