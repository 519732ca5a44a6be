namespace OrleansInference.Repository.TextFormat;

/// <summary>The value of a field: a <see cref="TextScalar"/> or a <see cref="TextMessage"/>.</summary>
internal abstract record TextValue(TextPosition At);
