using System.Reflection;

namespace OrleansInference.Embedded;

/// <summary>How a grain method returns: <see cref="Task"/>, <see cref="ValueTask"/>, either with a result, or nothing.</summary>
internal abstract class ReturnShape
{
    private static readonly object NoResult = new();

    /// <summary>Null where there is no result.</summary>
    public virtual Type? ResultType => null;

    public static ReturnShape Of(MethodInfo method)
    {
        var type = method.ReturnType;
        if (type == typeof(void) || type == typeof(Task)) return new TaskShape(isVoid: type == typeof(void));
        if (type == typeof(ValueTask)) return new ValueTaskShape();
        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            var shape = type.GetGenericTypeDefinition() == typeof(Task<>) ? typeof(TaskShape<>) : typeof(ValueTaskShape<>);
            return (ReturnShape)Activator.CreateInstance(shape.MakeGenericType(type.GetGenericArguments()))!;
        }

        throw new NotSupportedException(
            $"{method.DeclaringType!.Name}.{method.Name} returns {type.Name}. Expected Task, ValueTask, Task<T>, ValueTask<T>, or void with [OneWay].");
    }

    public virtual PendingCall NewCall(Node caller, MethodDescriptor method, GrainId target, CancellationToken token) =>
        new PendingCall<object?>(caller, method, target, token);

    public abstract object? Returned(PendingCall? call);

    public abstract Task AsTask(object? returned);

    public virtual object? Result(Task task) => null;

    private sealed class TaskShape(bool isVoid) : ReturnShape
    {
        public override object? Returned(PendingCall? call) => isVoid ? null : call?.Task ?? Task.CompletedTask;

        public override Task AsTask(object? returned) => (Task?)returned ?? Task.CompletedTask;
    }

    private sealed class ValueTaskShape : ReturnShape
    {
        public override object Returned(PendingCall? call) => call is null ? ValueTask.CompletedTask : new ValueTask(call.Task);

        public override Task AsTask(object? returned) => ((ValueTask)returned!).AsTask();
    }

    private sealed class TaskShape<T> : ReturnShape
    {
        public override Type ResultType => typeof(T);

        public override PendingCall NewCall(Node caller, MethodDescriptor method, GrainId target, CancellationToken token) =>
            new PendingCall<T>(caller, method, target, token);

        public override object Returned(PendingCall? call) => call?.Task ?? Task.FromResult<T>(default!);

        public override Task AsTask(object? returned) => (Task)(returned ?? NoResult);

        public override object? Result(Task task) => ((Task<T>)task).Result;
    }

    private sealed class ValueTaskShape<T> : ReturnShape
    {
        public override Type ResultType => typeof(T);

        public override PendingCall NewCall(Node caller, MethodDescriptor method, GrainId target, CancellationToken token) =>
            new PendingCall<T>(caller, method, target, token);

        public override object Returned(PendingCall? call) => call is null ? default : new ValueTask<T>((Task<T>)call.Task);

        public override Task AsTask(object? returned) => ((ValueTask<T>)returned!).AsTask();

        public override object? Result(Task task) => ((Task<T>)task).Result;
    }
}
