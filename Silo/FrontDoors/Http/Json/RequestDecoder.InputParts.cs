using System.Text.Json;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http.Json;

internal ref partial struct RequestDecoder
{
    /// <summary>What is known of the input that is being read.</summary>
    private ref struct InputParts
    {
        public required int Index;
        public string? Name;
        public long[]? Shape;
        public long Elements;
        public TensorDataType Type;
        public long? BinarySize;
        public bool HasData;
        public bool IsDeferred;
        public Utf8JsonReader DataStart;
        public ReadOnlyMemory<byte> Data;

        /// <summary>The name where it is known, else the position.</summary>
        public readonly string Label => Name ?? $"#{Index}";
    }
}
