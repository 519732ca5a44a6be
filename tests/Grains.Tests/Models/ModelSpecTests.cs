namespace OrleansInference.Models;

public sealed class ModelSpecTests
{
    [Theory]
    [InlineData("cpu", "cpu cpu cpu")]
    [InlineData("cuda:0 cuda:0 cuda:1 cuda:1", "cuda:0 cuda:1 cuda:0 cuda:1 cuda:0 cuda:1")]
    [InlineData("cuda:2 cuda:2 cuda:0", "cuda:2 cuda:0 cuda:2 cuda:2 cuda:0")]
    public void Replicas_are_spread_over_the_devices_and_take_the_configured_slots_in_turn(string configured, string expected)
    {
        var spec = Sample.Spec() with { Replicas = [.. configured.Split(' ').Select(device => new DeviceSlot(device, 1))] };
        var devices = expected.Split(' ');
        Assert.Equal(devices, Enumerable.Range(0, devices.Length).Select(replica => spec.SlotOf(replica).Device));
    }
}
