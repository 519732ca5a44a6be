namespace OrleansInference.Embedded;

/// <summary>A response on its way to another node.</summary>
internal sealed class ResponseMessage(PendingCall call, Response response) : Message
{
    public override string Kind => "response";

    public override void Deliver(Node to) => call.Complete(response);
}
