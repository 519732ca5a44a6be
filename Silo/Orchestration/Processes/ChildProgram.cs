using OrleansInference.Hosting;
using OrleansInference.Orchestration.Local;

namespace OrleansInference.Orchestration.Processes;

/// <summary>How this program is started again.</summary>
/// <param name="File">The program, or the host that runs it.</param>
/// <param name="Arguments">Before those of a child.</param>
internal sealed record ChildProgram(string File, IReadOnlyList<string> Arguments)
{
    private static readonly Dictionary<string, string> SwitchOf =
        ServerOptions.Sections.SelectMany(section => section.Options).ToDictionary(option => option.Key, option => option.Switches[^1]);

    /// <summary>As this process was started, by <c>dotnet</c> or by itself, with the same arguments.</summary>
    public static ChildProgram OfThisProcess(Settings settings)
    {
        var file = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not say which program this is.");
        var isHost = Path.GetFileNameWithoutExtension(file) == "dotnet";
        return new ChildProgram(file, [.. isHost ? [typeof(ChildProgram).Assembly.Location] : (string[])[], .. settings.Arguments]);
    }

    /// <summary>What a silo gets; the last one of a switch counts.</summary>
    public IEnumerable<string> ArgumentsOf(ChildSpec silo) =>
        Arguments.Concat(silo.Settings.Concat(ChildSpec.OwnDoors).SelectMany(setting => new[] { SwitchOf[setting.Key], setting.Value }));
}
