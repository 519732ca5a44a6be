namespace OrleansInference.Embedded.Tests.Copying;

public sealed class Plain;

[GenerateSerializer]
public sealed class Forgetful
{
    [Id(0)] public int Kept { get; set; }

    public int Lost { get; set; }
}

[GenerateSerializer]
public sealed class Nesting
{
    [Id(0)] public List<Forgetful?> Inner { get; set; } = [];
}

public class Base
{
    private readonly int _secret = 1;

    public int Secret => _secret;
}

[GenerateSerializer]
public sealed class Derived : Base
{
    [Id(0)] public int Number { get; set; }
}

[GenerateSerializer]
public sealed record Fine(int Number, string Text)
{
    [NonSerialized] private string? _cache;

    public string? Cache
    {
        get => _cache;
        init => _cache = value;
    }
}

public interface IPlainGrain : IGrainWithStringKey
{
    Task Take(Plain value);
}

public interface IForgetfulGrain : IGrainWithStringKey
{
    Task Take(Forgetful value);
}

public interface INestingGrain : IGrainWithStringKey
{
    Task<Nesting> Give();
}

public interface IDerivedGrain : IGrainWithStringKey
{
    Task Take(Derived value);
}

public interface ISyncGrain : IGrainWithStringKey
{
    int Now();
}

public interface IFineGrain : IGrainWithStringKey
{
    Task<Fine> Same(Fine value);
}

public sealed class RefusedGrain : Grain, IPlainGrain, IForgetfulGrain, INestingGrain, IDerivedGrain, ISyncGrain, IFineGrain
{
    public Task Take(Plain value) => Task.CompletedTask;

    public Task Take(Forgetful value) => Task.CompletedTask;

    public Task<Nesting> Give() => Task.FromResult(new Nesting());

    public Task Take(Derived value) => Task.CompletedTask;

    public int Now() => 1;

    public Task<Fine> Same(Fine value) => Task.FromResult(value);
}
