using OrleansInference.Repository.TextFormat;

namespace OrleansInference.Repository.Config;

/// <summary>The values of an enumeration in the order of their numbers, from 0; null for one that is not allowed.</summary>
internal sealed class Choices<T>(params (string Name, T? Value)[] values) where T : struct
{
    public string Allowed { get; } = string.Join(", ", values.Where(value => value.Value is not null).Select(value => value.Name));

    public T? Find(TextScalar scalar)
    {
        if (scalar.TryGetInteger(out var number)) return number >= 0 && number < values.Length ? values[(int)number].Value : null;
        return scalar.Kind == TokenKind.Identifier ? values.FirstOrDefault(value => value.Name == scalar.Text).Value : null;
    }
}
