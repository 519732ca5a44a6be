using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace OrleansInference.Hosting;

public sealed class LineFormatterTests
{
    private const string Category = "Orleans.Runtime.Messaging.ConnectionManager";

    [Fact]
    public void A_silo_that_is_gone_is_one_line_of_messages()
    {
        var line = Line(Thrown(new IOException("Connection reset by peer", Thrown(new SocketException((int)SocketError.ConnectionRefused)))));

        Assert.Contains($" warn: {Category}[7] Connection to S127.0.0.1:11112 failed IOException: Connection reset by peer ---> SocketException: ", line);
        Assert.DoesNotContain(nameof(Thrown), line, StringComparison.Ordinal);
        Assert.Equal(line.TrimEnd(), line[..^Environment.NewLine.Length]);
        Assert.DoesNotContain('\n', line.TrimEnd());
    }

    [Fact]
    public void Stacks_within_messages_are_left_out_and_causes_that_are_quoted_are_told_once()
    {
        var inner = Thrown(new TimeoutException("No answer from S127.0.0.1:11112"));

        var line = Line(Thrown(new IOException($"Exception while sending message: {inner}", inner)));

        Assert.Contains("failed IOException: Exception while sending message: System.TimeoutException: No answer from S127.0.0.1:11112" + Environment.NewLine, line, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_be_a_bug_has_its_stack_in_that_line()
    {
        foreach (var exception in new Exception[] { new InvalidOperationException("a bug"), new IOException("outer", Thrown(new InvalidCastException("a bug"))), new AggregateException(new ArgumentException("a bug")) })
        {
            var line = Line(Thrown(exception));
            Assert.Contains("a bug", line);
            Assert.Contains($"   at {typeof(LineFormatterTests).FullName}.{nameof(Thrown)}", line);
            Assert.DoesNotContain('\n', line.TrimEnd());
        }
    }

    [Theory]
    [InlineData("Orleans", "Debug", true)]
    [InlineData("Default", "Trace", true)]
    [InlineData("Orleans", "Information", false)]
    [InlineData("Orleans.Core", "Debug", false)]
    public void A_level_of_the_category_adds_the_stack(string prefix, string level, bool hasStack)
    {
        var line = Line(Thrown(new TimeoutException("late")), (prefix, level));

        Assert.Equal(hasStack, line.Contains(nameof(Thrown), StringComparison.Ordinal));
    }

    [Fact]
    public void The_longest_prefix_counts() =>
        Assert.DoesNotContain(nameof(Thrown), Line(Thrown(new TimeoutException("late")), ("Orleans.Runtime", "Warning"), ("Default", "Debug")), StringComparison.Ordinal);

    /// <summary>The line of a warning, with the server's own registrations.</summary>
    private static string Line(Exception exception, params (string Prefix, string Level)[] levels)
    {
        var settings = levels.ToDictionary(level => $"LogLevel:{level.Prefix}", level => (string?)level.Level);
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddServerConsole().AddConfiguration(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()))
            .BuildServiceProvider();
        var formatter = services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == LineFormatter.FormatterName);
        using var writer = new StringWriter();
        formatter.Write(
            new LogEntry<string>(LogLevel.Warning, Category, 7, "Connection to S127.0.0.1:11112 failed", exception, static (state, _) => state), scopeProvider: null, writer);
        return writer.ToString();
    }

    private static T Thrown<T>(T exception) where T : Exception
    {
        try
        {
            throw exception;
        }
        catch (T caught)
        {
            return caught;
        }
    }
}
