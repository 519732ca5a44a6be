namespace Orleans.Runtime;

/// <summary>Runs while the silo starts; the silo is up only after it.</summary>
public interface IStartupTask
{
    Task Execute(CancellationToken cancellationToken);
}
