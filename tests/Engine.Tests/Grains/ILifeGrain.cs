namespace OrleansInference.Engine.Tests.Grains;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<string> Activation();

    Task Leave();

    Task Move();

    Task Stay(TimeSpan time);

    Task StartTimer(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive);

    Task StopTimer();

    Task Hold(string gate);
}
