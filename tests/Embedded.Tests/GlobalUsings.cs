global using OrleansInference.Engine.Tests;
global using OrleansInference.Engine.Tests.Copying;
