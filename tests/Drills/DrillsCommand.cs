using System.CommandLine;
using OrleansInference.Drills.Drilling;
using OrleansInference.Drills.Reports;

namespace OrleansInference.Drills;

/// <summary>The command line: runs the drills that are named, prints what each has shown, and a table.</summary>
internal static class DrillsCommand
{
    private const int Missed = 1;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var names = new Argument<string[]>("drill") { Description = "Which; all without one." };
        names.AcceptOnlyFromAmong([.. DrillList.All.Select(drill => drill.Name)]);
        var seconds = new Option<double>("--seconds") { Description = "Of quiet load before and after, and of each wait within.", DefaultValueFactory = _ => 15 };
        var rate = new Option<double>("--rate") { Description = "Requests a second.", DefaultValueFactory = _ => 100 };
        var port = new Option<int>("--first-port") { Description = "It takes this and the 24 that follow.", DefaultValueFactory = _ => 26000 };
        var list = new Option<bool>("--list") { Description = "Lists the drills." };
        var server = new Option<string>("--server") { Description = "The server's assembly.", Required = true };
        var models = new Option<string>("--models") { Description = "A repository with the model 'digits'.", Required = true };
        var logs = new Option<string>("--logs") { Description = "The folder that logs of Redis and silos go to.", Required = true };
        var root = new RootCommand("Breaks a cluster of processes under load, and counts what became of every request.") { names, seconds, rate, port, list, server, models, logs };
        root.SetAction(parsed => parsed.GetValue(list) ? List() : Run(parsed.GetValue(names)!, new DrillOptions
        {
            Phase = TimeSpan.FromSeconds(parsed.GetValue(seconds)), RequestsPerSecond = parsed.GetValue(rate), Deadline = Deadline, FirstPort = parsed.GetValue(port),
            Server = Path.GetFullPath(parsed.GetValue(server)!), Models = Path.GetFullPath(parsed.GetValue(models)!), Logs = Path.GetFullPath(parsed.GetValue(logs)!),
        }));
        return await root.Parse(arguments).InvokeAsync();
    }

    private static Task<int> List()
    {
        foreach (var drill in DrillList.All) Console.WriteLine($"{drill.Name,-18} {drill.Does}");
        return Task.FromResult(0);
    }

    private static async Task<int> Run(string[] names, DrillOptions options)
    {
        List<DrillReport> reports = [];
        var isBroken = false;
        foreach (var drill in DrillList.All.Where(drill => names.Length == 0 || names.Contains(drill.Name)))
        {
            try
            {
                var report = await DrillRunner.RunAsync(drill, options);
                reports.Add(report);
                foreach (var line in ReportText.Lines(report)) Console.WriteLine(line);
            }
            catch (NotSupportedException exception)
            {
                Console.WriteLine($"skipped {drill.Name}: {exception.Message}");
            }
            catch (Exception exception)
            {
                isBroken = true;
                Console.WriteLine($"BROKEN {drill.Name}: {exception}");
            }
        }
        Console.WriteLine();
        foreach (var line in ReportText.Table(reports)) Console.WriteLine(line);
        return isBroken || reports.Any(report => report.Misses().Count > 0) ? Missed : 0;
    }
}
