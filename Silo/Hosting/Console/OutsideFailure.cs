using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace OrleansInference.Hosting;

/// <summary>Exceptions for what goes wrong elsewhere: a peer, the network, Redis, a time limit. Where they were thrown says nothing about it.</summary>
internal static partial class OutsideFailure
{
    private static readonly string[] Libraries = ["Orleans", "Polly", "StackExchange.Redis"];

    /// <summary>Whether all of <paramref name="exception"/> is such, to the innermost cause.</summary>
    public static bool Is(Exception exception) => exception is AggregateException several
        ? several.InnerExceptions.All(Is)
        : IsOne(exception) && (exception.InnerException is null || Is(exception.InnerException));

    /// <summary>Types and messages, outermost first, without the stacks that Orleans puts into its messages.</summary>
    public static string Describe(Exception exception)
    {
        var text = $"{exception.GetType().Name}: {Frames().Replace(exception.Message, "").Trim()}";
        // What an outer message quotes as a whole need not be told again.
        return exception.InnerException is not { } inner || text.Contains(inner.Message, StringComparison.Ordinal) ? text : $"{text} ---> {Describe(inner)}";
    }

    private static bool IsOne(Exception exception) => exception
        is IOException or SocketException or TimeoutException or OperationCanceledException or AuthenticationException
        or InvalidOperationException { Source: "Orleans.Core" } // a connection that was closed while it was opened
        || (exception.GetType().Namespace is { } name && Libraries.Any(library => name == library || name.StartsWith($"{library}.", StringComparison.Ordinal)));

    [GeneratedRegex("""(\r?\n|^)[ \t]*(at .+|--- End of .+)""")]
    private static partial Regex Frames();
}
