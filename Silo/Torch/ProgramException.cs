namespace OrleansInference.Torch;

/// <summary>A program that cannot be loaded or that raised. The message is the program's own; it becomes a fault.</summary>
internal sealed class ProgramException(string message) : Exception(message)
{
    /// <summary>Whether it has ended the device (<see cref="LostDevices"/>), so that going on another way is of no use.</summary>
    public bool EndsDevice => CudaFailure.FatalIn(Message) is not null;
}
