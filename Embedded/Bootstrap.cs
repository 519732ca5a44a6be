// Bootstrap declarations; the engine proper replaces this file.
#pragma warning disable CA1019, CA1813, CA1040, MA0048
namespace Orleans
{
    [AttributeUsage(AttributeTargets.All)] public sealed class GenerateSerializerAttribute : Attribute;
    [AttributeUsage(AttributeTargets.All)] public sealed class ImmutableAttribute : Attribute;
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true)] public sealed class AliasAttribute(string alias) : Attribute { public string Alias => alias; }
    [AttributeUsage(AttributeTargets.All)] public sealed class IdAttribute(uint id) : Attribute { public uint Id => id; }
    public interface IGrain;
    public interface IGrainWithStringKey : IGrain;
}
namespace Orleans.Hosting
{
    public interface ISiloBuilder;
}
namespace Orleans.Runtime
{
    public abstract class PlacementStrategy { public virtual bool IsUsingGrainDirectory => true; }
    public sealed class SiloAddress
    {
        private SiloAddress(string text) => Text = text;
        private string Text { get; }
        public string ToParsableString() => Text;
        public static SiloAddress FromParsableString(string addr) => new(addr);
    }
}
namespace Orleans.Placement
{
    [AttributeUsage(AttributeTargets.Class)]
    public abstract class PlacementAttribute(Orleans.Runtime.PlacementStrategy placement) : Attribute { public Orleans.Runtime.PlacementStrategy Placement => placement; }
}
