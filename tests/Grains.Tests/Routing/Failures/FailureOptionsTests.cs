using System.ComponentModel.DataAnnotations;

namespace OrleansInference.Routing.Failures;

public sealed class FailureOptionsTests
{
    [Fact]
    public void The_defaults_are_allowed() => Assert.Empty(Mistakes(new FailureOptions()));

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var options = new FailureOptions
        {
            RetryShare = 1.1,
            MinRetriesPerSecond = -1,
            MinAttemptLimit = TimeSpan.Zero,
            AttemptLimitFactor = 0.9,
            HedgeShare = 0.03,
            ConsecutiveFaults = 0,
            LatencyFactor = 1,
            BaseEjection = TimeSpan.Zero,
            MaxEjection = TimeSpan.FromDays(2),
            MaxEjectedShare = 0.6,
            SlowStartWindow = TimeSpan.FromHours(2),
        };

        var named = Mistakes(options).SelectMany(mistake => mistake.MemberNames).Order(StringComparer.Ordinal);

        Assert.Equal(typeof(FailureOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal), named);
    }

    private static List<ValidationResult> Mistakes(FailureOptions options)
    {
        List<ValidationResult> mistakes = [];
        Validator.TryValidateObject(options, new ValidationContext(options), mistakes, validateAllProperties: true);
        return mistakes;
    }
}
