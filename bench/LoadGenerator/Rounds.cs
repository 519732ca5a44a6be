namespace OrleansInference.Bench;

/// <summary>Runs what is compared in turn, round by round; every other round the other way round, so that what changes on the machine meets all alike.</summary>
internal static class Rounds
{
    public static async Task RunAsync(string name, int rounds, IReadOnlyList<Func<Task>> steps, TextWriter progress)
    {
        for (var round = 0; round < rounds; round++)
        {
            progress.WriteLine($"{name}: round {round + 1} of {rounds}");
            foreach (var step in round % 2 == 0 ? steps : steps.Reverse())
                await step();
        }
    }
}
