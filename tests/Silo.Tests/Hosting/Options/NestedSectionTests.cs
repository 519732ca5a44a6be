using OrleansInference.Orchestration.Kubernetes;

namespace OrleansInference.Hosting;

public sealed class NestedSectionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_section_within_a_section_is_set_from_everywhere()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, Settings.DefaultFile), """{ "Hosts": { "Kubernetes": { "Namespace": "models" } } }""");
        var section = OptionSection.Of<KubernetesOptions>(KubernetesOptions.Section);

        var settings = new Settings(
            ["--hosts-kubernetes-name", "silos"], [new("ORLEANS_INFERENCE__Hosts__Kubernetes__Kind", "Deployment")], _folder.FullName, [section]);
        var options = settings.Bind<KubernetesOptions>();

        Assert.Empty(settings.Mistakes);
        Assert.Equal(("silos", WorkloadKind.Deployment, "models"), (options.Name, options.Kind, options.Namespace));
        Assert.Equal("ORLEANS_INFERENCE__Hosts__Kubernetes__Kind", section.Options.Single(option => option.Property.Name == "Kind").EnvironmentVariable);
    }
}
