using OrleansInference.Models;

namespace OrleansInference.Control;

public sealed class ControlPlanTests
{
    private static readonly Dictionary<ModelVersion, Fingerprint> InService = new()
    {
        [new("m", 1)] = Fingerprint.Of("a"),
        [new("m", 2)] = Fingerprint.Of("b"),
    };

    [Theory]
    [InlineData("1a 2b", "", "", "")]
    [InlineData("1a 2c", "2", "", "")]
    [InlineData("2b 3d", "3", "", "1")]
    [InlineData("1 2b", "", "1", "")]
    [InlineData("3", "", "3", "1 2")]
    [InlineData("", "", "", "1 2")]
    public void What_is_new_or_changed_is_started_and_what_is_not_wanted_is_dropped(string scan, string start, string broken, string drop)
    {
        var versions = scan.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(version => ((long)(version[0] - '0'), version[1..])).ToArray();
        var plan = ControlPlan.Of(Scans.Of("m", versions), InService);

        Assert.Equal(start, string.Join(' ', plan.Start.Select(version => version.Id.Version)));
        Assert.Equal(broken, string.Join(' ', plan.Broken.Select(version => version.Id.Version)));
        Assert.Equal(drop, string.Join(' ', plan.Drop.Select(id => id.Version)));
    }
}
