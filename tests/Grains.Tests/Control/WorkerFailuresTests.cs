using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Control;

public sealed class WorkerFailuresTests
{
    private static readonly ModelVersion Digits = new("digits", 1);
    private static readonly ModelVersion Texts = new("texts", 1);

    private readonly WorkerFailures _failures = new();

    [Fact]
    public void What_one_worker_may_still_serve_is_not_lost()
    {
        Assert.True(_failures.Learn([Told((Digits, "corrupt"), (Texts, "no memory")), Told((Digits, "corrupt too"))]));
        Assert.Equal("corrupt", _failures.ReasonOf(Digits));
        Assert.Null(_failures.ReasonOf(Texts));
    }

    [Fact]
    public void Only_what_is_another_than_before_is_news()
    {
        Assert.False(_failures.Learn([]));
        Assert.True(_failures.Learn([Told((Digits, "corrupt"))]));
        Assert.False(_failures.Learn([Told((Digits, "corrupt"))]));
        Assert.True(_failures.Learn([Told((Digits, "no memory"))]));
        Assert.True(_failures.Learn([Told()]));
        Assert.Null(_failures.ReasonOf(Digits));
    }

    private static ImmutableArray<UnservedVersion> Told(params (ModelVersion Model, string Reason)[] failures) =>
        [.. failures.Select(failure => new UnservedVersion(failure.Model, failure.Reason))];
}
