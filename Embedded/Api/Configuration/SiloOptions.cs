namespace Orleans.Configuration;

/// <summary>The silo itself.</summary>
public class SiloOptions
{
    /// <summary>Its name in logs and in the membership; by default made of its address.</summary>
    public string SiloName { get; set; } = "";
}
