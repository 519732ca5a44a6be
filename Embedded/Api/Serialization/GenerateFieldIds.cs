namespace Orleans;

/// <summary>Whether members without <see cref="IdAttribute"/> travel too.</summary>
public enum GenerateFieldIds
{
    None,
    PublicProperties,
}
