using System.Globalization;
using OrleansInference.Interop.Serving;
using Xunit.Abstractions;

namespace OrleansInference.Interop.Fuzz;

/// <summary>
/// Malformed messages to both doors of a whole server. <c>OI_FUZZ_MESSAGES=200000</c> makes it the long run, <c>OI_FUZZ_SEED</c> another one;
/// a message follows from the seed and its number alone.
/// </summary>
[Collection(FuzzGroup.Name)]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int MessagesAtOnce = 8;
    private const int MessagesBetweenChecks = 500;
    private const long SlackBytes = 4 * 1024 * 1024;

    [Fact]
    public async Task Malformed_messages_leave_the_server_answering_and_its_memory_as_it_was()
    {
        var options = FuzzOptions.Read();
        output.WriteLine($"OI_FUZZ_MESSAGES={options.Messages} OI_FUZZ_SEED={options.Seed}");
        await using var server = await RunningServer.Start();
        server.Log.Errors.Clear(); // the repository has a model that can't be loaded
        var warmUp = options.Messages / 4; // until pools, caches and compiled code have their size
        await Send(server, options.Seed, 0, warmUp);
        var before = MemoryUse.Now();

        await Send(server, options.Seed, warmUp, options.Messages - warmUp);

        Assert.Empty(ErrorsOf(server));
        var after = MemoryUse.Now();
        await Eventually.Holds(() => // connections that were cut off end in their own time
            (after = MemoryUse.Now()).Heap <= before.Heap + SlackBytes && after.Pinned <= before.Pinned + SlackBytes);
        output.WriteLine($"{before} before, {after} after");
    }

    private async Task Send(RunningServer server, int seed, int first, int count)
    {
        using var client = new FuzzClient(server);
        var number = 0;
        foreach (var chunk in Enumerable.Range(first, count).Chunk(MessagesBetweenChecks))
        {
            await Parallel.ForEachAsync(chunk, new ParallelOptions { MaxDegreeOfParallelism = MessagesAtOnce }, async (message, _) =>
            {
                try
                {
                    await client.SendAsync(new Random(unchecked((seed * 1_000_003) + message)));
                }
                catch (Exception exception)
                {
                    Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"message {message} of seed {seed}: {exception}"));
                }
            });
            await client.AssertAnswersAsync();
            var errors = ErrorsOf(server);
            Assert.True(errors.Length == 0, $"messages {chunk[0]} to {chunk[^1]} of seed {seed}: {string.Join('\n', errors)}");
            number += chunk.Length;
        }
        output.WriteLine($"{number} messages, then answered right");
    }

    /// <summary>Without what Kestrel itself takes for an error: chunks that end in a broken trailer, when it drains a body that nobody read.</summary>
    private static (string Message, Exception? Exception)[] ErrorsOf(RunningServer server) =>
        [.. server.Log.Errors.Where(error => !error.Message.Contains("automatic draining of the request body failed", StringComparison.Ordinal))];
}
