using System.CommandLine;
using OrleansInference.Cli.Output;
using OrleansInference.Client.Wire;

namespace OrleansInference.Cli.Commands;

/// <summary><c>oi autoscaler pause</c>, <c>resume</c>, <c>pin</c> and <c>unpin</c>: what an operator sets over the policy's head.</summary>
internal static class AutoscalerChangeCommand
{
    public static Command CreatePause(CommandStreams streams) =>
        Create("pause", "Has the autoscaler decide and tell, but leave a model as it is, or everything.", streams, isModelRequired: false);

    public static Command CreateResume(CommandStreams streams) => Create("resume", "Has it act again.", streams, isModelRequired: false);

    public static Command CreateUnpin(CommandStreams streams) => Create("unpin", "Has the policy decide again.", streams, isModelRequired: true);

    public static Command CreatePin(CommandStreams streams)
    {
        var replicas = new Argument<int>("replicas") { Description = "How many to keep, of each version." };
        replicas.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var count and < 0)
                result.AddError($"replicas '{count}': expected a whole number from 0.");
        });
        return Create("pin", "Keeps exactly so many replicas of a model.", streams, isModelRequired: true, replicas, arguments => AutoscalerMessages.WritePin(arguments.GetValue(replicas)));
    }

    private static Command Create(
        string name, string description, CommandStreams streams, bool isModelRequired, Argument? value = null, Func<ParseResult, byte[]>? body = null)
    {
        var target = new AutoscalerTarget(streams, isModelRequired);
        var command = new Command(name, description);
        target.AddTo(command);
        if (value is not null)
            command.Add(value);
        command.SetAction((arguments, cancellationToken) => target.ConnectAsync(arguments, async client =>
        {
            var answer = await client.AutoscalerAsync($"{target.PathOf(arguments)}/{name}", body?.Invoke(arguments) ?? "{}"u8.ToArray(), cancellationToken);
            target.Print(arguments, answer, AutoscalerTable.Of);
        }));
        return command;
    }
}
