namespace OrleansInference.Bench;

/// <summary>The part of <c>bench/autoscaling</c> that does it.</summary>
internal sealed class AutoscalingCommand(TextWriter output, TextWriter error)
{
    public int Run(string[] arguments)
    {
        if (AutoscalingOptions.Parse(arguments, defaultSeeds: 3, error) is not { } options)
            return 2;
        try
        {
            new AutoscalingComparison(options, output).Run();
            return 0;
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
    }
}
