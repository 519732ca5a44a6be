namespace OrleansInference.FrontDoors.Validation;

/// <summary>One entry of a request's <c>outputs</c>.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Classes">For the classification extension: how many of the highest values to name; 0 for the tensor itself.</param>
/// <param name="Binary">Whether it goes out as bytes; null for the request's default. HTTP only.</param>
internal readonly record struct OutputRequest(string Name, int Classes, bool? Binary);
