using OrleansInference.Autoscaling;
using OrleansInference.Client.Wire;

namespace OrleansInference.Client;

// The autoscaler, of servers of this project only. What is changed holds once the method returns.
public sealed partial class HttpInferenceClient
{
    /// <summary>What the autoscaler sees, wants and does, and why; of the models that the caller's key covers.</summary>
    public async Task<AutoscalerStatus> GetAutoscalerAsync(CancellationToken cancellationToken = default) =>
        AutoscalerMessages.Read(await AutoscalerAsync(AutoscalerPath(null, null), null, cancellationToken)).Status;

    /// <summary>Has it go on to decide and tell, but leave a model as it is; without a model, everything.</summary>
    public Task<AutoscalerStatus> PauseAutoscalerAsync(string? model = null, long? version = null, CancellationToken cancellationToken = default) =>
        ChangeAutoscalerAsync(AutoscalerPath(model, version) + "/pause", "{}"u8.ToArray(), cancellationToken);

    /// <summary>Ends <see cref="PauseAutoscalerAsync"/>.</summary>
    public Task<AutoscalerStatus> ResumeAutoscalerAsync(string? model = null, long? version = null, CancellationToken cancellationToken = default) =>
        ChangeAutoscalerAsync(AutoscalerPath(model, version) + "/resume", "{}"u8.ToArray(), cancellationToken);

    /// <summary>Has it keep exactly so many replicas of a version, or of each version of a model.</summary>
    public Task<AutoscalerStatus> PinReplicasAsync(string model, int replicas, long? version = null, CancellationToken cancellationToken = default) =>
        ChangeAutoscalerAsync(AutoscalerPath(model, version) + "/pin", AutoscalerMessages.WritePin(replicas), cancellationToken);

    /// <summary>Ends <see cref="PinReplicasAsync"/>.</summary>
    public Task<AutoscalerStatus> UnpinReplicasAsync(string model, long? version = null, CancellationToken cancellationToken = default) =>
        ChangeAutoscalerAsync(AutoscalerPath(model, version) + "/unpin", "{}"u8.ToArray(), cancellationToken);

    /// <summary>Where the autoscaler is, or a model or version of it.</summary>
    internal static string AutoscalerPath(string? model, long? version) =>
        "v2/autoscaler" + (model is null ? "" : $"/models/{Uri.EscapeDataString(model)}") + (version is null ? "" : $"/versions/{version}");

    /// <param name="path">From <see cref="AutoscalerPath"/>, with what is to be done.</param>
    /// <param name="body">Null to ask only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async Task<Answer> AutoscalerAsync(string path, byte[]? body, CancellationToken cancellationToken)
    {
        using var content = body is null ? null : new ByteArrayContent(body) { Headers = { ContentType = Json } };
        return await SendAsync(body is null ? HttpMethod.Get : HttpMethod.Post, path, content, null, cancellationToken);
    }

    private async Task<AutoscalerStatus> ChangeAutoscalerAsync(string path, byte[] body, CancellationToken cancellationToken) =>
        AutoscalerMessages.Read(await AutoscalerAsync(path, body, cancellationToken)).Status;
}
