using OrleansInference.Cli.Server;
using OrleansInference.Client;
using OrleansInference.Inference;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansInference.Cli.Commands;

/// <summary>Looks again and again, until it is cancelled.</summary>
internal sealed class AutoscalerWatch(TimeProvider time)
{
    /// <summary>The autoscaler decides as often.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    public async Task RunAsync(Func<CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        while (true)
        {
            await look(cancellationToken);
            await Task.Delay(Period, time, cancellationToken);
        }
    }

    /// <summary>Shows what it sees: in place on a terminal, one below the other elsewhere.</summary>
    public Task RunAsync(IAnsiConsole console, Func<CancellationToken, Task<IRenderable>> look, CancellationToken cancellationToken)
    {
        return console.Profile.Capabilities.Interactive ? console.Live(new Text("")).StartAsync(live => Show(live.UpdateTarget)) : Show(console.Write);

        Task Show(Action<IRenderable> show) => RunAsync(async token => show(await LookAsync(look, token)), cancellationToken);
    }

    /// <summary>An autoscaler that moves to another silo is silent for a moment; a server that is gone is another matter.</summary>
    private static async Task<IRenderable> LookAsync(Func<CancellationToken, Task<IRenderable>> look, CancellationToken cancellationToken)
    {
        try
        {
            return await look(cancellationToken);
        }
        catch (InferenceException exception) when (exception.Kind == FaultKind.Unavailable && !exception.IsUnreachable)
        {
            return new Rows(new Text(exception.Message, new Style(Color.Red)));
        }
    }
}
