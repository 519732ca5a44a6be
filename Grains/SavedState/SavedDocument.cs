using Microsoft.Extensions.Logging;

namespace OrleansInference.SavedState;

/// <summary>
/// Keeps a document in step with what its owner knows: reads it once, and stores it after changes. Where that fails, the owner goes on with what it knows, and it is tried again. Of
/// two owners at once, as a partition can make, each learns what the other has stored before it writes. Single-threaded, on the owner's scheduler.
/// </summary>
/// <remarks>See <see cref="SavedStates.Document"/> for the parameters.</remarks>
internal sealed partial class SavedDocument<T>(
    string name, Func<string, ISavedStateGrain>? grains, DocumentFormat<T> format, Func<T?> known, Action<T> learn, TimeProvider time, ILogger logger) where T : class
{
    /// <summary>Between two writes that nobody waits for.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromSeconds(5);

    /// <summary>Nobody waits longer for the storage.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const int MaxConflicts = 5; // in a row, before others get their turn

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private SavedText? _stored; // null until it was read
    private Task? _step;
    private bool _hasChanges, _isUrgent, _isNewer;
    private DateTimeOffset _writtenAt = DateTimeOffset.MinValue, _pausedUntil = DateTimeOffset.MinValue;
    private TimeSpan _pause = ShortestPause;

    /// <summary>What was stored before is known, or never will be.</summary>
    public bool IsRead => grains is null || _isNewer || _stored is not null;

    /// <summary>Why what the owner knows is not stored; null where it is, or is about to be, or nothing ever is.</summary>
    public string? Problem { get; private set; }

    /// <summary>What the owner knows is another than it was.</summary>
    public void Changed() => _hasChanges = true;

    /// <summary>Reads or writes where that is due; to be called every few seconds. Nobody has to wait for it.</summary>
    public Task Keep() =>
        grains is null || _isNewer ? Task.CompletedTask
        : _step is { IsCompleted: false } step ? step
        : _step = Step();

    /// <summary>What the owner knows is another than it was, as somebody wanted it: stored at once. Ends when it is, or can't be now, or that takes too long.</summary>
    public Task Save()
    {
        (_hasChanges, _isUrgent) = (true, true);
        return Soon(Keep());
    }

    /// <summary>Ends when what was stored before is known, or can't be known now, or that takes too long.</summary>
    public Task Read() => IsRead ? Task.CompletedTask : Soon(Keep());

    private Task Soon(Task step) => step.IsCompleted ? step : Task.WhenAny(step, Task.Delay(Patience, time));

    private async Task Step()
    {
        if (!_isUrgent && time.GetUtcNow() < _pausedUntil) return;
        try
        {
            if (_stored is null) await Take(await grains!(name).Read().WaitAsync(AnswerTimeout, time));
            for (var i = 0; i < MaxConflicts && IsDue; i++) await Write();
            if (_isNewer) return;
            if (Problem is not null) LogSavedAgain(logger, name);
            (Problem, _pause) = (null, ShortestPause);
        }
        catch (Exception exception)
        {
            var reason = exception.GetBaseException().Message;
            if (Problem is null) LogUnsaved(logger, name, reason);
            Problem = reason;
            _pausedUntil = time.GetUtcNow() + _pause;
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }
        finally
        {
            _isUrgent = false;
        }
    }

    private bool IsDue => !_isNewer && _hasChanges && (_isUrgent || time.GetUtcNow() - _writtenAt >= Gap);

    private async Task Write()
    {
        _hasChanges = false;
        if (known() is not { } document) return;
        var text = format.Write(document);
        if (text == _stored!.Text) return;
        try
        {
            var (isWritten, stored) = await grains!(name).Write(text, _stored.Tag).WaitAsync(AnswerTimeout, time);
            if (!isWritten) await Take(stored);
            else (_stored, _writtenAt) = (stored, time.GetUtcNow());
        }
        catch
        {
            _hasChanges = true;
            throw;
        }
    }

    private async Task Take(SavedText stored)
    {
        if (stored.Text is { } text)
        {
            try
            {
                learn(format.Read(text));
            }
            catch (NewerFormatException exception)
            {
                (_isNewer, Problem) = (true, exception.Message);
                LogNewer(logger, name, exception.Message);
            }
            catch (FormatException exception)
            {
                await SetAside(text, exception.Message);
            }
        }
        // The owner may know something that is not in it.
        (_stored, _hasChanges) = (stored, true);
    }

    /// <summary>Before anything is written over it.</summary>
    private async Task SetAside(string text, string reason)
    {
        var aside = $"corrupt.{name}";
        var grain = grains!(aside);
        var last = await grain.Read().WaitAsync(AnswerTimeout, time);
        while (last.Text != text)
        {
            var (isWritten, now) = await grain.Write(text, last.Tag).WaitAsync(AnswerTimeout, time);
            if (isWritten) break;
            last = now;
        }
        LogCorrupt(logger, name, reason, aside);
    }
}
