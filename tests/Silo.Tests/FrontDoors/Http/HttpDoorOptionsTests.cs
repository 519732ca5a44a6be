using Microsoft.Extensions.Options;

namespace OrleansInference.FrontDoors.Http;

public sealed class HttpDoorOptionsTests
{
    [Fact]
    public async Task Every_value_out_of_bounds_is_named_at_start()
    {
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            DoorHost.StartAsync(("Address", "nowhere"), ("MaxRequestBodyBytes", "7"), ("MaxJsonDepth", "1")));

        Assert.Equal(3, e.Failures.Count());
        Assert.Contains(e.Failures, f => f.Contains("Address must be an IP address, 'localhost' or '*'.", StringComparison.Ordinal));
        Assert.Contains(e.Failures, f => f.Contains("MaxRequestBodyBytes must be between 1024 and 536870912.", StringComparison.Ordinal));
        Assert.Contains(e.Failures, f => f.Contains("MaxJsonDepth must be between 8 and 1024.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("localhost")]
    [InlineData("*")]
    public void Addresses_to_listen_on(string address) => Assert.True(ListenAddressAttribute.TryParse(address, out _));
}
