namespace OrleansInference.Bench;

/// <summary>The part of <c>bench/autoscaling</c> that does it.</summary>
internal sealed class AutoscalingCommand(TextWriter output, TextWriter error)
{
    public int Run(string[] arguments)
    {
        var options = new CommandLineOptions(arguments);
        var parsed = AutoscalingOptions.Parse(options);
        var mistakes = options.Mistakes();
        foreach (var mistake in mistakes)
            error.WriteLine(mistake);
        if (mistakes.Count > 0)
            return 2;
        try
        {
            new AutoscalingComparison(parsed, output).Run();
            return 0;
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
    }
}
