namespace OrleansInference.Engine.Tests.Storage;

[GenerateSerializer, Alias("tests.Note")]
public sealed class Note
{
    [Id(0)] public string Text { get; set; } = "";
}
