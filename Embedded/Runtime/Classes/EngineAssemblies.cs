using System.Reflection;

namespace OrleansInference.Embedded;

/// <summary>Finds the assemblies that use the engine, among those loaded and those that they refer to.</summary>
internal static class EngineAssemblies
{
    private static readonly string Engine = typeof(EngineAssemblies).Assembly.GetName().Name!;
    private static readonly string[] Foreign = ["System", "Microsoft", "mscorlib", "netstandard", "xunit", "testhost", "WindowsBase"];

    public static IEnumerable<Assembly> Find()
    {
        var found = new HashSet<Assembly>();
        var open = new Stack<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(IsCandidate));
        while (open.TryPop(out var assembly))
        {
            if (!found.Add(assembly)) continue;
            foreach (var reference in assembly.GetReferencedAssemblies().Where(name => !IsForeign(name.Name!) && name.Name != Engine))
                if (TryLoad(reference) is { } loaded) open.Push(loaded);
        }

        return found.Where(assembly => assembly.GetReferencedAssemblies().Any(name => name.Name == Engine))
            .OrderBy(assembly => assembly.FullName, StringComparer.Ordinal);
    }

    private static bool IsCandidate(Assembly assembly) => !assembly.IsDynamic && !IsForeign(assembly.GetName().Name!);

    private static bool IsForeign(string name) => Array.Exists(Foreign, prefix => name == prefix || name.StartsWith(prefix + ".", StringComparison.Ordinal));

    // A reference that isn't there (one for another platform, say) holds no grain class that could run here.
    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return null;
        }
    }
}
