namespace Orleans.Runtime;

/// <summary>Whatever a grain call can be sent to: a grain reference or a grain.</summary>
public interface IAddressable;
