using System.Text;
using Microsoft.AspNetCore.Http;

namespace OrleansInference.Orchestration.Webhook;

public sealed class WebhookTests
{
    [Fact]
    public async Task What_is_wanted_is_said_once_and_signed()
    {
        await using var bed = await WebhookTestbed.StartAsync();
        bed.Receiver.Answer = """{"running": 3, "max": 8}""";

        var status = await bed.Scale(5, "a", "b");
        Assert.Equal(status, await bed.Scale(5, "a", "b"));

        var (body, key, timestamp) = Assert.Single(bed.Receiver.Taken);
        Assert.Equal(("east", 5, "2026-01-01T00:00:00Z"), ((string)body["cluster"]!, (int)body["silos"]!, (string)body["at"]!));
        Assert.Equal(["a", "b"], body["leaving"]!.AsArray().Select(name => (string)name!));
        Assert.Equal($"\"{body["id"]}\"", key);
        Assert.Equal("1767225600", timestamp);
        Assert.Equal((5, 3, 8, null), (status.Asked, status.Running, status.Max, status.Problem));
    }

    /// <summary>Against <c>printf '1767225600.{"silos":2}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef</c>.</summary>
    [Fact]
    public void The_signature_is_what_openssl_makes_of_it() => Assert.Equal(
        "sha256=92fc4e765299df1e338ca114ded145ba816e93f6ebd9a62eb3e6b81bf3b32e7d",
        WebhookSignature.Of(Encoding.UTF8.GetBytes(WebhookReceiver.Secret), "1767225600", """{"silos":2}"""));

    [Fact]
    public async Task Something_else_that_is_wanted_has_another_id_also_where_it_was_wanted_before()
    {
        await using var bed = await WebhookTestbed.StartAsync();

        await bed.Scale(3);
        await bed.Scale(4);
        await bed.Scale(3);

        Assert.Equal([3, 4, 3], bed.Receiver.Taken.Select(message => (int)message.Body["silos"]!));
        Assert.Equal(3, bed.Receiver.Taken.Select(message => message.Key).Distinct().Count());
    }

    [Fact]
    public async Task The_same_is_said_again_after_a_while_with_the_same_id_and_a_new_signature()
    {
        await using var bed = await WebhookTestbed.StartAsync();
        await bed.Scale(3);

        bed.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await bed.Scale(3);
        Assert.Single(bed.Receiver.Taken);
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await bed.Scale(3);

        Assert.Equal(2, bed.Receiver.Taken.Count);
        Assert.Single(bed.Receiver.Taken.Select(message => message.Body.ToJsonString()).Distinct());
        Assert.Single(bed.Receiver.Taken.Select(message => message.Key).Distinct());
        Assert.Equal(2, bed.Receiver.Taken.Select(message => message.Timestamp).Distinct().Count());
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_fails_for_a_while_is_sent_again_under_the_same_id(int code)
    {
        await using var bed = await WebhookTestbed.StartAsync();
        bed.Receiver.FailNext(code);

        var status = await bed.Scale(3);
        Assert.Contains($"answers {code}", status.Problem);
        Assert.Contains("tries again in", status.Activity);
        await bed.Scale(3);
        Assert.Equal(1, bed.Receiver.Requests);

        bed.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await bed.Scale(3)).Problem);
        Assert.Equal((2, 1), (bed.Receiver.Requests, bed.Receiver.Taken.Count));
    }

    [Fact]
    public async Task A_retry_keeps_id_and_body_and_what_is_wanted_meanwhile_goes_before_it()
    {
        await using var bed = await WebhookTestbed.StartAsync();
        string? first = null;
        bed.Receiver.Next.Enqueue(context =>
        {
            (first, context.Response.StatusCode) = (context.Request.Headers["Idempotency-Key"], 500);
            return Task.CompletedTask;
        });
        await bed.Scale(3);

        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await bed.Scale(3);
        Assert.Equal(first, bed.Receiver.Taken.Single().Key);

        bed.Receiver.FailNext(500);
        await bed.Scale(4);
        await bed.Scale(5);
        Assert.Equal(3, bed.Receiver.Requests); // also something new waits for the back-off
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await bed.Scale(5);
        Assert.Equal([3, 5], bed.Receiver.Taken.Select(message => (int)message.Body["silos"]!));
    }

    [Fact]
    public async Task A_receiver_is_left_alone_for_as_long_as_it_asks()
    {
        await using var bed = await WebhookTestbed.StartAsync();
        bed.Receiver.FailNext(429, retryAfter: "90");
        await bed.Scale(3);

        bed.Time.Advance(TimeSpan.FromSeconds(89));
        await bed.Scale(3);
        Assert.Empty(bed.Receiver.Taken);
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await bed.Scale(3);
        Assert.Single(bed.Receiver.Taken);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task What_is_refused_is_told_and_not_sent_again_until_something_else_is_wanted(int code)
    {
        await using var bed = await WebhookTestbed.StartAsync();
        bed.Receiver.FailNext(code);

        Assert.Contains($"refuses the message: {code}", (await bed.Scale(3)).Problem);
        bed.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Contains($"refuses the message: {code}", (await bed.Scale(3)).Problem);
        Assert.Equal(1, bed.Receiver.Requests);

        Assert.Null((await bed.Scale(4)).Problem);
    }

    [Fact]
    public async Task Another_secret_makes_another_signature()
    {
        await using var bed = await WebhookTestbed.StartAsync(secret: "another secret of 16 and more");

        Assert.Contains("refuses the message: 401", (await bed.Scale(3)).Problem);
        Assert.Equal((1, 0), (bed.Receiver.Forged, bed.Receiver.Taken.Count));
    }

    [Fact]
    public async Task A_slow_receiver_holds_a_call_no_longer_than_the_time_out()
    {
        await using var bed = await WebhookTestbed.StartAsync();
        var asked = new TaskCompletionSource();
        bed.Receiver.Next.Enqueue(context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var call = bed.Scale(3);
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
        bed.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Contains("has not answered within 3 s", (await call).Problem);
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_is_told_and_tried_again()
    {
        await using var bed = await WebhookTestbed.StartAsync();
        await bed.Receiver.DisposeAsync();

        var status = await bed.Scale(3);

        Assert.Contains("/scale can't be asked", status.Problem);
        Assert.Contains("tries again in", status.Activity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("[1]")]
    [InlineData("""{"running": -1, "max": "many"}""")]
    public async Task An_answer_that_says_nothing_of_silos_is_an_answer(string answer)
    {
        await using var bed = await WebhookTestbed.StartAsync();
        bed.Receiver.Answer = answer;

        var status = await bed.Scale(3);

        Assert.Equal((3, 0, int.MaxValue, null), (status.Asked, status.Running, status.Max, status.Problem));
    }

    [Fact]
    public async Task Neither_the_secret_nor_the_addresss_query_is_ever_told()
    {
        await using var bed = await WebhookTestbed.StartAsync();
        bed.Receiver.FailNext(500);
        bed.Receiver.FailNext(400);
        var told = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            told.Add((await bed.Scale(3 + i)).Problem);
            bed.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.NotEmpty(bed.Logged);
        Assert.All(told.Concat(bed.Logged), text => Assert.DoesNotContain("hidden", text ?? ""));
        Assert.All(told.Concat(bed.Logged), text => Assert.DoesNotContain(WebhookReceiver.Secret, text ?? ""));
    }
}
