using OrleansInference.Hosting.Clustering;
using OrleansInference.Torch;

namespace OrleansInference.Hosting;

/// <summary>What a start can end with before the server runs.</summary>
internal static class ServerStart
{
    public const int Failed = 1;
    public const int MistakenSettings = 2;

    /// <summary>Answers <c>--help</c> and <c>--version</c>; null where the server is to run.</summary>
    public static int? Answer(Settings settings)
    {
        if (settings.CommandLine.WantsHelp) Console.WriteLine(HelpText.For(settings.Sections));
        else if (settings.CommandLine.WantsVersion) Console.WriteLine($"{BuildFacts.Version} ({BuildFacts.Engine}, {BuildFacts.TorchBinding})");
        else return null;
        return 0;
    }

    /// <summary>Tells every mistake in the settings, or else every port that is not free, or that torch does not load or the Redis does not answer; null where there is none.</summary>
    public static int? Refusal(Settings settings, IServiceCollection services)
    {
        // A provider of its own: the server's would already make things out of settings that are still to be judged.
        using var validators = services.BuildServiceProvider();
        var mistakes = SettingsValidator.Mistakes(settings, validators).ToList();
        if (settings.IsComplete) mistakes.AddRange(ServerOptions.AccessObjections(settings).OfType<string>());
        if (mistakes.Count > 0)
        {
            Console.Error.WriteLine($"The server can't start; {(mistakes.Count == 1 ? "one setting is" : $"{mistakes.Count} settings are")} wrong:");
            foreach (var mistake in mistakes) Console.Error.WriteLine($"  {mistake}");
            Console.Error.WriteLine("--help lists every option.");
            return MistakenSettings;
        }
        // Each asks more of the machine than the one before.
        string[] problems = [.. ServerOptions.PortProblems(settings).OfType<string>()];
        if (problems.Length == 0) problems = [.. TorchProblem()];
        if (problems.Length == 0) problems = [.. ClusterProblem(settings.Bind<SiloClusterOptions>())];
        foreach (var problem in problems) Console.Error.WriteLine(problem);
        return problems.Length > 0 ? Failed : null;
    }

    private static IEnumerable<string> ClusterProblem(SiloClusterOptions options) =>
        options.UsesRedis && RedisClustering.Problem(options) is { } problem ? [problem] : [];

    private static IEnumerable<string> TorchProblem()
    {
        try
        {
            _ = TorchEnvironment.Describe();
            return [];
        }
        catch (InvalidOperationException exception)
        {
            return [exception.Message];
        }
    }
}
