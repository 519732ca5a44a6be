using System.Xml.Linq;

namespace OrleansInference.Bench.Autoscaling;

public sealed class ScalingPictureTests
{
    [Fact]
    public void Each_rule_has_a_line_in_each_panel()
    {
        var workload = DrawnWorkload.Draw("drawn", seconds: 600, static _ => 6, noise: 0, seed: 1);
        var panel = new ScalingPanel(workload, [QueueSimulation.Run(workload, new KnativeScaler()), QueueSimulation.Run(workload, new HpaScaler())]);

        var picture = XDocument.Parse(ScalingPicture.Draw([panel, panel]));

        Assert.Equal(4, picture.Descendants().Count(element => element.Name.LocalName == "polyline"));
        Assert.Equal(2, picture.Descendants().Count(element => element.Name.LocalName == "polygon"));
    }
}
