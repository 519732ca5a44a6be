namespace OrleansInference.SavedState;

/// <summary>A document is of a format that this version of the server does not know, and must not overwrite.</summary>
internal sealed class NewerFormatException(string message) : Exception(message);
