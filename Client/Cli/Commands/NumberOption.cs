using System.CommandLine;

namespace OrleansInference.Cli.Commands;

/// <summary>Options whose value is a whole number of at least some other.</summary>
internal static class NumberOption
{
    public static Option<T> AtLeast<T>(this Option<T> option, long least)
    {
        option.Validators.Add(result =>
        {
            if (Convert.ToInt64(result.GetValueOrDefault<T>() as object ?? least) is var value && value < least)
                result.AddError($"{option.Name} {value}: expected a whole number of at least {least}.");
        });
        return option;
    }
}
