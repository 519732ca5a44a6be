using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Autoscaling.Saved;

namespace OrleansInference.SavedState;

/// <summary>The document is the autoscaler's; its owner knows sizes, and learns all that it reads.</summary>
public sealed class SavedDocumentTests
{
    private readonly ManualTime _time = new();
    private readonly FakeStates _states = new();
    private readonly List<SavedSize> _known = [];

    [Fact]
    public Task What_was_stored_is_learned_and_not_written_again() => SingleThread.Run(async () =>
    {
        _states["a"] = Text(("digits/1", 3));
        var document = Document();
        Assert.False(document.IsRead);
        await document.Read();
        Assert.True(document.IsRead);
        Assert.Equal(3, Assert.Single(_known).Replicas);
        await document.Keep();
        Assert.Equal((1, 0), (_states.Reads, _states.Writes));
    });

    [Fact]
    public Task What_somebody_wants_is_stored_when_the_call_ends() => SingleThread.Run(async () =>
    {
        var document = Document();
        await Set(document, 4);
        Assert.Equal(Text(("digits/1", 4)), _states["a"]);
        await Set(document, 5);
        Assert.Equal(Text(("digits/1", 5)), _states["a"]);
    });

    [Fact]
    public Task Changes_that_nobody_waits_for_are_written_every_few_seconds() => SingleThread.Run(async () =>
    {
        var document = Document();
        for (var replicas = 1; replicas <= 10; replicas++)
        {
            Know(replicas);
            document.Changed();
            await document.Keep();
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(2, _states.Writes);
        _time.Advance(SavedDocument<SavedScaling>.Gap);
        await document.Keep();
        Assert.Equal((3, Text(("digits/1", 10))), (_states.Writes, _states["a"]));
    });

    [Fact]
    public Task A_change_while_another_is_written_is_stored_too() => SingleThread.Run(async () =>
    {
        var document = Document();
        await document.Read();
        var answered = new TaskCompletionSource();
        _states.Answered = answered.Task;
        var first = Set(document, 4);
        var second = Set(document, 5);
        answered.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(Text(("digits/1", 5)), _states["a"]);
    });

    [Fact]
    public Task A_storage_that_fails_is_told_and_tried_again_until_it_is_back() => SingleThread.Run(async () =>
    {
        _states.Failure = "no room";
        var document = Document();
        await Set(document, 4);
        Assert.Equal("no room", document.Problem);
        var reads = _states.Reads;
        await document.Keep();
        Assert.Equal(reads, _states.Reads); // not at once
        for (var second = 0; second < 300; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await document.Keep();
        }
        Assert.InRange(_states.Reads - reads, 9, 20);

        _states.Failure = null;
        _time.Advance(TimeSpan.FromSeconds(30));
        await document.Keep();
        Assert.Null(document.Problem);
        Assert.Equal(Text(("digits/1", 4)), _states["a"]);
    });

    [Fact]
    public Task Nobody_waits_long_for_a_storage_that_does_not_answer() => SingleThread.Run(async () =>
    {
        _states.Answered = new TaskCompletionSource().Task;
        var document = Document();
        var set = Set(document, 4);
        var read = document.Read();
        _time.Advance(SavedDocument<SavedScaling>.Patience);
        await Task.WhenAll(set, read);
        Assert.False(document.IsRead);
        _time.Advance(TimeSpan.FromSeconds(10));
        await SingleThread.Until(() => document.Problem is not null);
    });

    [Fact]
    public Task Of_two_owners_each_learns_what_the_other_has_stored_before_it_writes() => SingleThread.Run(async () =>
    {
        var one = Document();
        await Set(one, 4);
        _states["a"] = Text(("texts/1", 7));
        await Set(one, 5);
        Assert.Contains(_known, size => size is { Model: "texts/1", Replicas: 7 });
        Assert.Equal(Text(("texts/1", 7), ("digits/1", 5)), _states["a"]);
    });

    [Fact]
    public Task A_newer_format_is_never_overwritten() => SingleThread.Run(async () =>
    {
        _states["a"] = """{"format":2,"sizes":7}""";
        var document = Document();
        await Set(document, 4);
        _time.Advance(TimeSpan.FromMinutes(5));
        await document.Keep();
        Assert.Equal("""{"format":2,"sizes":7}""", _states["a"]);
        Assert.True(document.IsRead);
        Assert.Contains("it has format 2, of a newer version of this server; known are formats up to 1", document.Problem, StringComparison.Ordinal);
        Assert.Equal(0, _states.Writes);
    });

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":1,"sizes":[{"model":"digits/1","repl""")]
    [InlineData("""{"format":1,"sizes":3}""")]
    [InlineData("""{"format":"1"}""")]
    [InlineData("""{"format":0}""")]
    [InlineData("""{"format":1,"sizes":null}""")]
    [InlineData("""{"format":1,"sizes":[{"model":"digits","replicas":3}]}""")]
    [InlineData("""{"format":1,"sizes":[{"model":"digits/1","replicas":-3}]}""")]
    public Task What_can_not_be_understood_is_kept_aside_and_the_owner_goes_on(string text) => SingleThread.Run(async () =>
    {
        _states["a"] = text;
        _states["corrupt.a"] = "an older one";
        var document = Document();
        await Set(document, 4);
        Assert.Equal((text, Text(("digits/1", 4))), (_states["corrupt.a"], _states["a"]));
        Assert.Null(document.Problem);
    });

    [Fact]
    public Task Without_a_storage_nothing_is_read_and_nothing_waits() => SingleThread.Run(async () =>
    {
        var document = new SavedDocument<SavedScaling>("a", null, SavedScaling.Format, Known, Learn, _time, NullLogger.Instance);
        Assert.True(document.IsRead);
        await Set(document, 4);
        await document.Keep();
        Assert.Null(document.Problem);
    });

    private SavedDocument<SavedScaling> Document() => new("a", _states.Of, SavedScaling.Format, Known, Learn, _time, NullLogger.Instance);

    private SavedScaling? Known() => _known.Count == 0 ? null : new SavedScaling { Sizes = [.. _known] };

    private void Learn(SavedScaling stored)
    {
        foreach (var size in stored.Sizes)
        {
            _ = size.Parsed();
            if (_known.All(known => known.Model != size.Model)) _known.Insert(0, size);
        }
    }

    private void Know(int replicas)
    {
        _known.RemoveAll(size => size.Model == "digits/1");
        _known.Add(new SavedSize { Model = "digits/1", Replicas = replicas });
    }

    private Task Set(SavedDocument<SavedScaling> document, int replicas)
    {
        Know(replicas);
        return document.Save();
    }

    private static string Text(params (string Model, int Replicas)[] sizes) =>
        SavedScaling.Format.Write(new SavedScaling { Sizes = [.. sizes.Select(size => new SavedSize { Model = size.Model, Replicas = size.Replicas })] });
}
