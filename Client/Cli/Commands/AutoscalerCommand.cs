using System.CommandLine;
using OrleansInference.Cli.Output;
using OrleansInference.Client.Wire;
using Spectre.Console.Rendering;

namespace OrleansInference.Cli.Commands;

/// <summary><c>oi autoscaler</c>: what the autoscaler sees, wants and does, and why.</summary>
internal static class AutoscalerCommand
{
    private const string Examples =
        """
        Examples:
          oi autoscaler --watch
              Shows every model, again every 2 seconds until Ctrl-C.
          oi autoscaler digits
              Shows one model, with the reasons of the last decisions.
          oi autoscaler digits --if target=0.5 --if max=4
              Shows how many replicas would be wanted now with another target and another bound.
          oi autoscaler pin digits 3
              Keeps exactly 3 replicas, until 'oi autoscaler unpin digits'.
          oi autoscaler pause
              Has it decide and tell, but change nothing, until 'oi autoscaler resume'.

        """;

    public static Command Create(CommandStreams streams)
    {
        var target = new AutoscalerTarget(streams, isModelRequired: false);
        var assumptions = new WhatIfOption(target);
        var watch = new Option<bool>("--watch") { Description = "Shows it again every 2 seconds, until Ctrl-C." };
        var command = new ExampleCommand("autoscaler", "Shows and steers the autoscaler: how many replicas and silos there are, how many are wanted, and why.", Examples)
        {
            AutoscalerChangeCommand.CreatePause(streams),
            AutoscalerChangeCommand.CreateResume(streams),
            AutoscalerChangeCommand.CreatePin(streams),
            AutoscalerChangeCommand.CreateUnpin(streams),
        };
        command.Add(watch);
        target.AddTo(command);
        assumptions.AddTo(command);
        command.SetAction((arguments, cancellationToken) => target.ConnectAsync(arguments, async client =>
        {
            var path = target.PathOf(arguments) + assumptions.QueryOf(arguments);
            Func<AutoscalerAnswer, IRenderable> view = arguments.GetValue(target.Model) is null ? AutoscalerTable.Of : AutoscalerDetails.Of;
            Task<Answer> Ask(CancellationToken token) => client.AutoscalerAsync(path, null, token);
            if (!arguments.GetValue(watch))
                target.Print(arguments, await Ask(cancellationToken), view);
            else if (target.IsJson(arguments))
                await new AutoscalerWatch(streams.Time).RunAsync(async token => target.Print(arguments, await Ask(token), view), cancellationToken);
            else
                await new AutoscalerWatch(streams.Time).RunAsync(
                    streams.Console(streams.Output), async token => view(AutoscalerMessages.Read(await Ask(token))), cancellationToken);
        }));
        return command;
    }
}
