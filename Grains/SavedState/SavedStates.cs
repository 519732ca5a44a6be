using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OrleansInference.SavedState;

/// <summary>The documents that outlive the silos.</summary>
/// <param name="grains">The grain of each document, by its name; null where nothing is stored.</param>
internal sealed class SavedStates(Func<string, ISavedStateGrain>? grains, TimeProvider time, ILogger<SavedStates> logger)
{
    /// <summary>A document for one owner, which calls it from its own scheduler only.</summary>
    /// <param name="name">Letters, digits and what a model's name may have; the part before the first dot says what kind it is.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="known">What the owner knows; null for nothing that had to be stored.</param>
    /// <param name="learn">Takes over what was stored, as far as it is later than what the owner knows. A <see cref="FormatException"/> where it can't be so.</param>
    public SavedDocument<T> Document<T>(string name, DocumentFormat<T> format, Func<T?> known, Action<T> learn) where T : class =>
        new(name, grains, format, known, learn, time, logger);
}
