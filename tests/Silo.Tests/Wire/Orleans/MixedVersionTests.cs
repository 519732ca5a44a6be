using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Wire;

/// <summary>Releases side by side: what one does not know it passes over, and what the other did not send is at its default.</summary>
public sealed class MixedVersionTests
{
    private static readonly LaterDetail Detail = new("outer", new LaterDetail("inner", null));

    private static readonly LaterFault Fault = new()
    {
        Kind = 99,
        Message = "the flux is low",
        RetryAfter = TimeSpan.FromSeconds(2),
        Partial = [(InferenceTensor)SampleMessage.Of(typeof(InferenceTensor))],
        Details = ImmutableDictionary<string, LaterDetail>.Empty.Add("why", Detail),
        Anything = Detail,
        Share = 0.5,
    };

    [Fact]
    public void A_fault_of_a_later_release_keeps_what_is_known_of_it()
    {
        var read = Read<LaterFault, InferenceFault>(Fault);

        Assert.Equal(((FaultKind)99, "the flux is low", TimeSpan.FromSeconds(2)), (read.Kind, read.Message, read.RetryAfter!.Value));
    }

    [Fact]
    public void What_is_new_in_a_nested_message_does_not_disturb_what_comes_after_it()
    {
        var outcome = InferenceOutcome.Of((InferenceResponse)SampleMessage.Of(typeof(InferenceResponse)));
        var read = Read<LaterAnswer, PoolAnswer>(new LaterAnswer(outcome, new LaterLoad(5, 6, 0.7, true, Detail), TimeSpan.FromSeconds(8), Fault));

        Assert.Equal(new PoolLoad(5, 6, 0.7, true), read.Load);
        Assert.Equal(TimeSpan.FromSeconds(8), read.BatchTime);
        Assert.Null(SampleMessage.Missing(SampleMessage.Contents(outcome), SampleMessage.Contents(read.Outcome)));
    }

    [Fact]
    public void What_an_earlier_release_does_not_send_is_at_its_default_and_never_unset()
    {
        var tensor = (InferenceTensor)SampleMessage.Of(typeof(InferenceTensor));
        var request = Read<EarlierRequest, InferenceRequest>(new EarlierRequest { Model = "m", Inputs = [tensor] });
        var report = Read<EarlierReport, PoolReport>(new EarlierReport { Pool = (PoolKey)SampleMessage.Of(typeof(PoolKey)), Sequence = 3, State = PoolState.Ready, ReadyReplicas = 2 });

        Assert.Equal(("m", "", "", 0u, null), (request.Model, request.RequestId, request.Caller, request.Priority, request.Version));
        Assert.True(request.RequestedOutputs.IsEmpty && request.Parameters.IsEmpty);
        Assert.Equal(tensor.Data.ToArray(), Assert.Single(request.Inputs).Data.ToArray());
        Assert.Equal((3, PoolState.Ready, 2, "", 1, null), (report.Sequence, report.State, report.ReadyReplicas, report.Devices, report.BatchSize, report.Cost));
    }

    [Fact]
    public void An_earlier_release_reads_what_this_one_sends()
    {
        var request = (InferenceRequest)SampleMessage.Of(typeof(InferenceRequest));

        Assert.Equal(request.Model, WireSerializer.Theirs.Deserialize<EarlierRequest>(WireSerializer.Ours.SerializeToArray(request))!.Model);
    }

    /// <summary>What another release has written, read by this one. Only what stands at the top knows its type from the place where it stands.</summary>
    private static TOurs Read<TTheirs, TOurs>(TTheirs message) => WireSerializer.Ours.Deserialize<TOurs>(WireSerializer.Theirs.SerializeToArray(message))!;
}
