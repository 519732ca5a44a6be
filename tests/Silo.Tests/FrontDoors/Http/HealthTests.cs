using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OrleansInference.FrontDoors.Http;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/v2/health/live")]
    [InlineData("/v2/health/ready")]
    [InlineData("/v2/models/pair/ready")]
    [InlineData("/v2/models/pair/versions/2/ready")]
    public async Task A_healthy_server_says_200_and_nothing_else(string path)
    {
        await using var door = await DoorHost.StartAsync();

        Assert.Equal((HttpStatusCode.OK, ""), await GetAsync(door, path));
    }

    [Theory]
    [InlineData("/v2/models/slow/ready")]
    [InlineData("/v2/models/nope/ready")]
    [InlineData("/v2/models/pair/versions/3/ready")]
    [InlineData("/v2/health/ready")]
    public async Task Not_ready_is_400_with_an_empty_body(string path)
    {
        await using var door = await DoorHost.StartAsync();
        door.Dispatcher.Models.Add(FakeModels.Loading);

        Assert.Equal((HttpStatusCode.BadRequest, ""), await GetAsync(door, path));
    }

    [Fact]
    public async Task A_broken_model_does_not_keep_the_server_from_being_ready()
    {
        await using var door = await DoorHost.StartAsync();
        door.Dispatcher.Models.Add(FakeModels.Broken);

        Assert.Equal((HttpStatusCode.OK, ""), await GetAsync(door, "/v2/health/ready"));
    }

    [Fact]
    public async Task A_server_that_is_stopping_is_live_but_not_ready()
    {
        await using var door = await DoorHost.StartAsync();
        door.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal((HttpStatusCode.OK, ""), await GetAsync(door, "/v2/health/live"));
        Assert.Equal((HttpStatusCode.BadRequest, ""), await GetAsync(door, "/v2/health/ready"));
    }

    private static async Task<(HttpStatusCode, string)> GetAsync(DoorHost door, string path)
    {
        var response = await door.Client.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
