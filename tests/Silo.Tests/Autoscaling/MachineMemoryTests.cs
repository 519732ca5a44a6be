using OrleansInference.Autoscaling;

namespace OrleansInference.Tests.Autoscaling;

public sealed class MachineMemoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("oi-memory").FullName;

    public MachineMemoryTests() => Write("proc/meminfo", "MemTotal:       1000 kB\nMemFree:         1 kB\nMemAvailable:    300 kB\n");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Without_a_limit_it_is_the_machines() => Assert.Equal(new MachineMemory(1_024_000, 307_200), MachineMemory.Read(_root));

    [Fact]
    public void A_group_without_a_limit_changes_nothing()
    {
        Group("max", 5000, 0);
        Assert.Equal(new MachineMemory(1_024_000, 307_200), MachineMemory.Read(_root));
    }

    [Fact]
    public void File_pages_that_can_be_dropped_are_free()
    {
        Group("100000", 60_000, 20_000);
        Assert.Equal(new MachineMemory(100_000, 60_000), MachineMemory.Read(_root));
    }

    [Fact]
    public void A_group_has_no_more_than_its_machine()
    {
        Group("900000", 0, 0);
        Assert.Equal(new MachineMemory(900_000, 307_200), MachineMemory.Read(_root));
    }

    [Fact]
    public void Groups_of_the_first_version_count_too()
    {
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "100000\n");
        Write("sys/fs/cgroup/memory/memory.usage_in_bytes", "70000\n");
        Write("sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 10000\n");
        Assert.Equal(new MachineMemory(100_000, 40_000), MachineMemory.Read(_root));
    }

    [Fact]
    public void This_machine_has_some()
    {
        var memory = MachineMemory.Read();
        Assert.InRange(memory.FreeBytes, 1, memory.TotalBytes);
    }

    private void Group(string limit, long used, long droppable)
    {
        Write("sys/fs/cgroup/memory.max", $"{limit}\n");
        Write("sys/fs/cgroup/memory.current", $"{used}\n");
        Write("sys/fs/cgroup/memory.stat", $"anon 7\ninactive_file {droppable}\n");
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
