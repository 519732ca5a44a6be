using Orleans.Storage;
using OrleansInference.SavedState;

namespace OrleansInference.Storage;

/// <summary>A document is stored as its own text: for people who look, and whatever becomes of our types.</summary>
internal sealed class SavedRecordSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => BinaryData.FromString(((SavedRecord)(object)input!).Text);

    public T Deserialize<T>(BinaryData input) => (T)(object)new SavedRecord { Text = input.ToString() };
}
