using System.Text.RegularExpressions;

namespace OrleansInference.Tests.Architecture;

/// <summary>
/// What the simulation runs may not leave its scheduler, read a clock of its own or draw unseeded. Measured on .NET 10; see
/// docs/architecture.md. Tests of a run's trace catch what no list of words can.
/// </summary>
public sealed partial class DeterminismTests
{
    /// <summary>File and what it may use nevertheless, because the simulation never gets there.</summary>
    private static readonly (string Path, string Use)[] Waivers =
    [
        ("Embedded/Api/RequestContext/RequestContext.cs", "Guid.NewGuid"), // outside of any grain call
        ("Embedded/Api/Identity/SiloAddress.cs", "TimeProvider.System"), // a silo that is given no generation
        ("Embedded/Api/TestingHost/InProcessTestClusterBuilder.cs", "Guid.NewGuid"), // the name of a cluster in real time
        ("Embedded/Runtime/Hosting/EngineServices.cs", "TimeProvider.System"), // a host that brings no clock
        ("Embedded/Runtime/Scheduling/PoolThread.cs", ""), // of the driver below
        ("Embedded/Runtime/Scheduling/ThreadPoolDriver.cs", ""), // the driver for real time: threads and chance are its business
    ];

    [Theory]
    [InlineData("Grains")]
    [InlineData("Embedded")]
    public void Nothing_leaves_the_scheduler_or_brings_its_own_clock_or_chance(string folder)
    {
        var found =
            from file in SourceFile.In(folder)
            from use in Uses(file)
            where !Waivers.Any(waiver => waiver.Path == file.Path && use.EndsWith(waiver.Use, StringComparison.Ordinal))
            select use;

        Assert.Empty(found);
    }

    [Fact]
    public void No_waiver_outlives_its_reason()
    {
        var files = SourceFile.In("Grains").Concat(SourceFile.In("Embedded")).ToList();

        Assert.All(Waivers, waiver => Assert.Contains(
            files, file => file.Path == waiver.Path && Uses(file).Any(use => use.EndsWith(waiver.Use, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("await task.ConfigureAwait(false);")]
    [InlineData("_ = Task.Run(Work);")]
    [InlineData("Task.Factory.StartNew(Work);")]
    [InlineData("task.ContinueWith(Next);")]
    [InlineData("await source.CancelAsync();")]
    [InlineData("await Parallel.ForEachAsync(all, one);")]
    [InlineData("await gate.WaitAsync(timeout, token);", "SemaphoreSlim gate;")]
    [InlineData("await foreach (var item in channel.Reader.ReadAllAsync())")]
    [InlineData("var pipe = new Pipe();")]
    [InlineData("new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)")]
    [InlineData("await Task.Delay(period);")]
    [InlineData("await Task.Delay(period, cancellationToken);")]
    [InlineData("new PeriodicTimer(TimeSpan.FromSeconds(1))")]
    [InlineData("new CancellationTokenSource(timeout)")]
    [InlineData("Guid.NewGuid()")]
    [InlineData("Random.Shared.Next()")]
    [InlineData("new Random()")]
    [InlineData("DateTime.UtcNow")]
    [InlineData("DateTimeOffset.Now")]
    [InlineData("Stopwatch.GetTimestamp()")]
    [InlineData("Environment.TickCount64")]
    [InlineData("TimeProvider.System")]
    [InlineData("Thread.Sleep(1)")]
    [InlineData("ThreadPool.QueueUserWorkItem(Work)")]
    [InlineData("Log($\"{Guid.NewGuid()}\")")]
    [InlineData("Open(\"http://host\"); Task.Run(Work);")]
    public void The_list_finds(string code, string before = "") => Assert.NotEmpty(Uses(SourceFile.Of("X.cs", $"{before}\n{code}")));

    [Theory]
    [InlineData("await Task.Yield();")]
    [InlineData("await Task.Delay(delay, time);")]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken);")]
    [InlineData("new PeriodicTimer(period, time)")]
    [InlineData("new CancellationTokenSource(timeout, timeProvider)")]
    [InlineData("new CancellationTokenSource()")]
    [InlineData("await call.WaitAsync(timeout, time);")]
    [InlineData("await _gate.WaitAsync();", "SemaphoreSlim _gate;")]
    [InlineData("await reader.ReadAsync(cancellationToken);")]
    [InlineData("new CancellationTokenSource(limit, Silo.Clock)")]
    [InlineData("// Task.Run(Work)")]
    [InlineData("/* Task.Run(Work) */")]
    [InlineData("Log(\"Task.Run\")")]
    [InlineData("Log($\"Task.Run {work}\")")]
    [InlineData("new Random(seed)")]
    [InlineData("DateTimeOffset.MaxValue")]
    [InlineData("PoolAttempts.Run(work)")]
    public void The_list_passes(string code, string before = "") => Assert.Empty(Uses(SourceFile.Of("X.cs", $"{before}\n{code}")));

    private static IEnumerable<string> Uses(SourceFile file) => file.Find(Banned()).Concat(SemaphoreWaits(file));

    /// <summary>A semaphore may be waited for, but not with a token or a time-out.</summary>
    private static IEnumerable<string> SemaphoreWaits(SourceFile file) =>
        Semaphore().Matches(file.Code).Select(declaration => declaration.Groups["name"].Value).Distinct()
            .SelectMany(name => file.Find(new Regex($@"\b{name}\.WaitAsync\((?!\s*\))", RegexOptions.None, TimeSpan.FromSeconds(10))));

    [GeneratedRegex(@"\bSemaphoreSlim\??\s+(?<name>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Semaphore();

    // An argument called time, timeProvider or Clock is what makes a delay, a timer or a time-out obey the simulation.
    [GeneratedRegex(
        """
        \bConfigureAwait\(\s*false
        |\bTask\.Run\b
        |\bTask\.Factory\b
        |\bContinueWith\b
        |\bCancelAsync\b
        |\bParallel\.\w+
        |\bReadAllAsync\b
        |\bnew\s+Pipe\(\s*\)
        |\bRunContinuationsAsynchronously\b
        |\bTask\.Delay\((?![^;]*\b(_?time(Provider)?|Clock)\b)
        |\bnew\s+PeriodicTimer\((?![^;]*\b(_?time(Provider)?|Clock)\b)
        |\bnew\s+CancellationTokenSource\((?!\s*\))(?![^;]*\b(_?time(Provider)?|Clock)\b)
        |\bCancelAfter\b
        |\bGuid\.(NewGuid|CreateVersion7)
        |\bRandom\.Shared
        |\bnew\s+Random\(\s*\)
        |\bDateTime(Offset)?\.(UtcNow|Now|Today)
        |\bStopwatch\b
        |\bEnvironment\.TickCount(64)?
        |\bTimeProvider\.System
        |\bThread\.Sleep
        |\bThreadPool\b
        |\bnew\s+(Thread|Timer)\(
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Banned();
}
