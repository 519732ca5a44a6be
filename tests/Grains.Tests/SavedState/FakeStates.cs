namespace OrleansInference.SavedState;

/// <summary>Stored documents in memory, and failures at will. A tag is the count of writes.</summary>
internal sealed class FakeStates
{
    private readonly Dictionary<string, FakeGrain> _grains = new(StringComparer.Ordinal);

    /// <summary>Every call throws it.</summary>
    public string? Failure { get; set; }

    /// <summary>Calls end when it does.</summary>
    public Task Answered { get; set; } = Task.CompletedTask;

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public string? this[string name]
    {
        get => Grain(name).Text;
        set => Grain(name).Set(value);
    }

    public ISavedStateGrain Of(string name) => Grain(name);

    private FakeGrain Grain(string name) => _grains.TryGetValue(name, out var grain) ? grain : _grains[name] = new FakeGrain(this);

    private async Task Answer()
    {
        await Answered;
        if (Failure is not null) throw new InvalidOperationException("outer", new IOException(Failure));
    }

    private sealed class FakeGrain(FakeStates states) : ISavedStateGrain
    {
        private int _writes;

        public string? Text { get; private set; }

        private SavedText Stored => new(Text, Text is null ? null : $"{_writes}");

        public void Set(string? text) => (Text, _writes) = (text, _writes + 1);

        public async Task<SavedText> Read()
        {
            states.Reads++;
            await states.Answer();
            return Stored;
        }

        public async Task<SavedWrite> Write(string text, string? replaces)
        {
            states.Writes++;
            await states.Answer();
            if (Stored.Tag != replaces) return new SavedWrite(false, Stored);
            Set(text);
            return new SavedWrite(true, Stored);
        }
    }
}
