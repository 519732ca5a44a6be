namespace OrleansInference.Wire;

/// <summary>A member of a message, a value of an enumeration, or a method of a grain interface.</summary>
/// <param name="Key">What stands for it on the wire: an id, a value, or an alias.</param>
/// <param name="Type">Without blanks. Of a method: its arguments and what it returns, <c>(long,string):int</c>.</param>
/// <param name="Name">For people: it is not on the wire.</param>
internal sealed record ContractMember(string Key, string Type, string Name);
