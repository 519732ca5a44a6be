using System.Runtime.InteropServices;
using OrleansInference.Models;

namespace OrleansInference.Torch;

public partial class TorchThreadTests
{
    [Fact]
    public async Task Each_models_thread_keeps_its_own_number_of_threads()
    {
        var binding = TorchEnvironment.Binding;
        var threads = Enumerable.Range(1, 3).Select(number => (Number: number, Thread: new ModelThread($"test {number}"))).ToArray();
        foreach (var (number, thread) in threads)
            Assert.Equal(number, await Run(thread, () => binding.Threads = number));
        foreach (var (number, thread) in threads)
            Assert.Equal(number, await Run(thread, () => binding.Threads));
        foreach (var (_, thread) in threads)
            thread.Close();
    }

    [Fact]
    public async Task A_replica_needs_a_thread()
    {
        var result = await TorchPrograms.Runtime.LoadAsync(
            TorchPrograms.Spec(TorchPrograms.PathOf("Identity")), new DeviceSlot("cpu", 0), CancellationToken.None);
        Assert.Equal("The replica is given 0 threads; it takes at least 1.", result.Fault!.Message);
    }

    [Fact]
    public async Task A_closed_thread_takes_no_more()
    {
        var thread = new ModelThread("test");
        var first = Run(thread, () => 1);
        thread.Close();
        Assert.False(thread.TryRun(() => 2, out _));
        Assert.Equal(1, await first);
    }

    [Fact]
    public void A_job_can_run_on_the_callers_thread()
    {
        var thread = new ModelThread("test");
        Assert.True(thread.TryRunHere(() => Environment.CurrentManagedThreadId, out var id));
        Assert.Equal(Environment.CurrentManagedThreadId, id);
        thread.Close();
        Assert.False(thread.TryRunHere(() => 1, out _));
    }

    [Fact]
    public async Task Whichever_thread_runs_them_there_is_one_job_at_a_time()
    {
        var thread = new ModelThread("test");
        using var started = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var busy = Run(thread, () => Hold(started, release));
        Assert.True(started.Wait(TimeSpan.FromSeconds(60)));
        Assert.False(thread.TryRunHere(() => 1, out _));
        release.Set();
        await busy;

        Task<bool>? next = null;
        while (!thread.TryRunHere(() => (next = Run(thread, () => true)).IsCompleted, out _))
            await Task.Yield(); // the thread is about to be free
        Assert.True(await next!);
        thread.Close();

        static bool Hold(ManualResetEventSlim started, ManualResetEventSlim release)
        {
            started.Set();
            return release.Wait(TimeSpan.FromSeconds(60));
        }
    }

    [Fact]
    public void Spinning_is_limited_for_native_code_unless_the_user_has_said_something()
    {
        _ = TorchEnvironment.Binding;
        var chosen = Environment.GetEnvironmentVariable("GOMP_SPINCOUNT")
            ?? (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null ? "10000" : null);
        Assert.Equal(chosen, Marshal.PtrToStringUTF8(GetNativeVariable("GOMP_SPINCOUNT")));
    }

    private static Task<T> Run<T>(ModelThread thread, Func<T> job)
    {
        Assert.True(thread.TryRun(job, out var run));
        return run.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetNativeVariable(string name);
}
