global using Microsoft.Extensions.DependencyInjection;
global using Orleans;
global using Orleans.Concurrency;
global using Orleans.Configuration;
global using Orleans.Hosting;
global using Orleans.Runtime;
global using Orleans.TestingHost;
