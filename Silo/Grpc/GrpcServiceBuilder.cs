using Google.Protobuf;
using Google.Protobuf.Reflection;
using OrleansInference.Protocol.Grpc;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace OrleansInference.Grpc;

/// <summary>
/// Binds the methods of a service to handlers. The descriptor says which methods there are, how they stream and what their messages
/// are; a binding that does not fit it is refused when the server starts. Metadata given with a method become its endpoint's.
/// </summary>
internal sealed class GrpcServiceBuilder(ServiceDescriptor service)
{
    private readonly Dictionary<string, (bool ReadsStream, GrpcHandler Handler, object[] Metadata)> _methods = new(StringComparer.Ordinal);

    /// <summary>One message each way.</summary>
    public GrpcServiceBuilder Unary<TRequest, TResponse>(string method, Func<TRequest, GrpcCall, ValueTask<GrpcResult<TResponse>>> handler, params object[] metadata)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        return Bind(Find<TRequest, TResponse>(method, readsStream: false, writesStream: false), async call =>
        {
            var result = await handler(await GrpcRequestStream<TRequest>.ReadSingleAsync(call), call);
            if (result.Message is { } message)
                call.Write(message);
            return result.Status;
        }, metadata);
    }

    /// <summary>One message from the client, any number back.</summary>
    public GrpcServiceBuilder ServerStreaming<TRequest, TResponse>(
        string method, Func<TRequest, GrpcResponseStream<TResponse>, GrpcCall, ValueTask<GrpcStatus>> handler,
        params object[] metadata)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        return Bind(Find<TRequest, TResponse>(method, readsStream: false, writesStream: true), async call =>
            await handler(await GrpcRequestStream<TRequest>.ReadSingleAsync(call), new GrpcResponseStream<TResponse>(call), call), metadata);
    }

    /// <summary>Any number of messages each way, in any order.</summary>
    public GrpcServiceBuilder Bidirectional<TRequest, TResponse>(
        string method, Func<GrpcRequestStream<TRequest>, GrpcResponseStream<TResponse>, GrpcCall, ValueTask<GrpcStatus>> handler,
        params object[] metadata)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        return Bind(Find<TRequest, TResponse>(method, readsStream: true, writesStream: true), call =>
            handler(new GrpcRequestStream<TRequest>(call), new GrpcResponseStream<TResponse>(call), call), metadata);
    }

    /// <summary>A method of any kind, whose handler reads and writes the bytes of the messages itself.</summary>
    public GrpcServiceBuilder Raw(string method, GrpcHandler handler, params object[] metadata) => Bind(Find(method), handler, metadata);

    /// <summary>Says why a method is not there. It need not be in the descriptor.</summary>
    public GrpcServiceBuilder Unimplemented(string method, string text)
    {
        var status = new GrpcStatus(GrpcStatusCode.Unimplemented, text);
        _methods.Add(method, (false, _ => ValueTask.FromResult(status), []));
        return this;
    }

    /// <summary>Every method of the service: those without a handler answer UNIMPLEMENTED.</summary>
    public IEnumerable<GrpcMethod> Build(GrpcServer server)
    {
        foreach (var method in service.Methods)
            if (!_methods.ContainsKey(method.Name))
                Unimplemented(method.Name, $"{service.FullName}/{method.Name} is not implemented");
        return _methods.Select(pair => new GrpcMethod(server, $"/{service.FullName}/{pair.Key}", pair.Value.ReadsStream, pair.Value.Handler, pair.Value.Metadata));
    }

    private GrpcServiceBuilder Bind(MethodDescriptor method, GrpcHandler handler, object[] metadata)
    {
        _methods.Add(method.Name, (method.IsClientStreaming, handler, metadata));
        return this;
    }

    private MethodDescriptor Find(string method) => service.FindMethodByName(method)
        ?? throw new ArgumentException($"{service.FullName} has no method '{method}', expected one of {string.Join(", ", service.Methods.Select(m => m.Name))}.", nameof(method));

    private MethodDescriptor Find<TRequest, TResponse>(string method, bool readsStream, bool writesStream)
        where TRequest : IMessage, new()
        where TResponse : IMessage, new()
    {
        var found = Find(method);
        var (request, response) = (new TRequest().Descriptor.FullName, new TResponse().Descriptor.FullName);
        var bound = Describe(request, readsStream, response, writesStream);
        var declared = Describe(found.InputType.FullName, found.IsClientStreaming, found.OutputType.FullName, found.IsServerStreaming);
        return bound == declared ? found : throw new ArgumentException($"{found.FullName} is {declared}, the handler takes {bound}.", nameof(method));
    }

    private static string Describe(string request, bool readsStream, string response, bool writesStream) =>
        $"({(readsStream ? "stream " : "")}{request}) returns ({(writesStream ? "stream " : "")}{response})";
}
