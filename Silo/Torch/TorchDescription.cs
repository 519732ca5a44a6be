using System.Collections.Immutable;

namespace OrleansInference.Torch;

/// <summary>The torch that this process runs on, for people.</summary>
/// <param name="Binding"><c>LibTorch</c> or <c>TorchSharp</c>.</param>
/// <param name="Version">Of libtorch.</param>
/// <param name="Devices">Such as <c>cpu (2 threads)</c> and <c>cuda:0</c>.</param>
/// <param name="ProductSpeed">GFLOP/s of a matrix product on the CPU.</param>
/// <param name="Warning">What is wrong with it and what to install; null where nothing is.</param>
public sealed record TorchDescription(string Binding, string Version, ImmutableArray<string> Devices, double ProductSpeed, string? Warning);
