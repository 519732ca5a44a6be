namespace OrleansInference.Embedded.Tests.Grains;

public interface IReentrantGateGrain : IGateGrain;
