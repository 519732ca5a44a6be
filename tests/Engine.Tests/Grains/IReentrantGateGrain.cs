namespace OrleansInference.Engine.Tests.Grains;

public interface IReentrantGateGrain : IGateGrain;
