using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;

namespace OrleansInference.Embedded;

/// <summary>A method of a grain interface, ready to be called without reflection.</summary>
internal sealed class MethodDescriptor
{
    private readonly Func<object, object?[], object?> _invoke;
    private readonly ReturnShape _shape;
    private readonly Copier?[] _arguments;
    private readonly Copier? _result;

    /// <exception cref="Orleans.Serialization.CodecNotFoundException">A parameter or the result can't cross a grain call.</exception>
    public MethodDescriptor(MethodInfo method)
    {
        Method = method;
        var where = $"{method.DeclaringType!.Name}.{method.Name}";
        if (method.IsGenericMethodDefinition) throw new NotSupportedException($"{where} is generic. The embedded engine has no generic grain methods.");
        IsOneWay = method.IsDefined(typeof(OneWayAttribute));
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        IsAlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        _shape = ReturnShape.Of(method);

        var parameters = method.GetParameters();
        TokenIndex = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        _arguments = [.. parameters.Select(parameter => ArgumentCopier(parameter, where))];
        if (_shape.ResultType is { } result)
            _result = Copiers.For(result, $"{where}'s result"); // [return: Immutable] is ignored, as in Orleans.
        _invoke = Compile(method, parameters);
    }

    public MethodInfo Method { get; }

    public bool IsOneWay { get; }

    public bool IsReadOnly { get; }

    public bool IsAlwaysInterleave { get; }

    public TimeSpan? ResponseTimeout { get; }

    /// <summary>Which argument is the cancellation token; −1 for none.</summary>
    public int TokenIndex { get; }

    public PendingCall? NewCall(Node caller, GrainId target, object?[] arguments) =>
        IsOneWay ? null : _shape.NewCall(caller, this, target, TokenIndex < 0 ? default : (CancellationToken)arguments[TokenIndex]!);

    /// <summary>What the proxy's method returns to the caller.</summary>
    public object? Returned(PendingCall? call) => _shape.Returned(call);

    /// <summary>Calls the grain's method; the task is the one that it returned, or stands for its value task.</summary>
    public Task Start(object grain, object?[] arguments) => _shape.AsTask(_invoke(grain, arguments));

    public object? Result(Task task) => _shape.Result(task);

    /// <summary>Replaces arguments by copies: what Orleans would copy within a silo, or everything where they go to another node.</summary>
    public void CopyArguments(object?[] arguments, Node? destination)
    {
        CopyContext? context = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is not { } argument || _arguments[i] is not { } copier || copier.Shares(destination)) continue;
            arguments[i] = copier.Copy(argument, context ??= new CopyContext(destination));
        }
    }

    public object? CopyResult(object? value, Node? destination) =>
        value is null || _result is null || _result.Shares(destination) ? value : _result.Copy(value, new CopyContext(destination));

    public override string ToString() => $"{Method.DeclaringType!.Name}.{Method.Name}";

    private static Copier? ArgumentCopier(ParameterInfo parameter, string where)
    {
        if (parameter.ParameterType == typeof(CancellationToken)) return null;
        var copier = Copiers.For(parameter.ParameterType, $"{where}'s parameter '{parameter.Name}'");
        return parameter.IsDefined(typeof(ImmutableAttribute)) ? new ImmutableCopier(copier) : copier;
    }

    private static Func<object, object?[], object?> Compile(MethodInfo method, ParameterInfo[] parameters)
    {
        var grain = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        var values = parameters.Select((parameter, i) =>
            Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType));
        Expression call = Expression.Call(Expression.Convert(grain, method.DeclaringType!), method, values);
        var body = method.ReturnType == typeof(void) ? Expression.Block(call, Expression.Constant(null)) : (Expression)Expression.Convert(call, typeof(object));
        return Expression.Lambda<Func<object, object?[], object?>>(body, grain, arguments).Compile();
    }
}
