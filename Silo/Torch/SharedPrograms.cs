using System.Runtime.CompilerServices;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>
/// The programs that several replicas run: on the CPU, one for all replicas of a loading, because several callers with a thread each on one
/// program do more than one caller with several threads, without copies of the parameters. A loading is one <see cref="ModelSpec"/>, by
/// reference: a reload brings another one, and so never meets the program of before.
/// </summary>
internal sealed class SharedPrograms
{
    private readonly Dictionary<(ModelSpec Spec, TorchDevice Device), Entry> _entries = new(new KeyComparer());

    /// <summary>
    /// The program of this loading, by <paramref name="load"/> where there is none yet; those who ask meanwhile wait. To be disposed by each
    /// for itself. One that can't be shared is the caller's own.
    /// </summary>
    public ITorchProgram Take(ModelSpec spec, TorchDevice device, Func<ITorchProgram> load)
    {
        if (!device.IsCpu)
            return load();
        var key = (spec, device);
        var entry = Enter(key);
        var isShared = false;
        try
        {
            lock (entry)
            {
                var program = entry.Program ?? load();
                isShared = program.UnsharedReason is null;
                if (!isShared)
                    return program;
                entry.Program = program;
                return new SharedProgram(program, () => Leave(key, entry));
            }
        }
        finally
        {
            if (!isShared)
                Leave(key, entry);
        }
    }

    private Entry Enter((ModelSpec Spec, TorchDevice Device) key)
    {
        lock (_entries)
        {
            if (!_entries.TryGetValue(key, out var entry))
                _entries.Add(key, entry = new Entry());
            entry.Users++;
            return entry;
        }
    }

    private void Leave((ModelSpec Spec, TorchDevice Device) key, Entry entry)
    {
        lock (_entries)
        {
            if (--entry.Users > 0)
                return;
            _entries.Remove(key);
        }
        entry.Program?.Dispose();
    }

    private sealed class Entry
    {
        public int Users { get; set; }

        public ITorchProgram? Program { get; set; }
    }

    private sealed class KeyComparer : IEqualityComparer<(ModelSpec Spec, TorchDevice Device)>
    {
        public bool Equals((ModelSpec Spec, TorchDevice Device) left, (ModelSpec Spec, TorchDevice Device) right) =>
            ReferenceEquals(left.Spec, right.Spec) && left.Device == right.Device;

        public int GetHashCode((ModelSpec Spec, TorchDevice Device) key) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(key.Spec), key.Device);
    }
}
