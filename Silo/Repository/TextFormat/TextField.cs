namespace OrleansInference.Repository.TextFormat;

/// <summary>One element of a field. <see cref="At"/> is where the name stands.</summary>
internal sealed record TextField(string Name, TextPosition At, TextValue Value);
