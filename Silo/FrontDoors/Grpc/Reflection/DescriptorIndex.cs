using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace OrleansInference.FrontDoors.Grpc.Reflection;

/// <summary>The files of a server's services, by name and by every symbol that they declare.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);

    public DescriptorIndex(params ServiceDescriptor[] services)
    {
        Services = [.. services.Select(service => service.FullName).Order(StringComparer.Ordinal)];
        foreach (var service in services)
            Add(service.File);
    }

    /// <summary>Full names.</summary>
    public ImmutableArray<string> Services { get; }

    public bool HasMessage(string name) => _messages.Contains(name);

    public IEnumerable<ByteString>? FindFile(string name) => _files.TryGetValue(name, out var file) ? WithImports(file) : null;

    /// <summary>The file that declares a service, method, message, field, oneof, enum or enum value.</summary>
    public IEnumerable<ByteString>? FindSymbol(string name) => _symbols.TryGetValue(name, out var file) ? WithImports(file) : null;

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
            return;
        foreach (var import in file.Dependencies)
            Add(import);
        foreach (var service in file.Services)
        {
            Add(service);
            foreach (var method in service.Methods)
                Add(method);
        }
        foreach (var message in file.MessageTypes)
            AddMessage(message);
        foreach (var type in file.EnumTypes)
            AddEnum(type);
    }

    private void AddMessage(MessageDescriptor message)
    {
        Add(message);
        _messages.Add(message.FullName);
        foreach (var field in message.Fields.InDeclarationOrder())
            Add(field);
        foreach (var oneof in message.Oneofs)
            Add(oneof);
        foreach (var nested in message.NestedTypes)
            AddMessage(nested);
        foreach (var type in message.EnumTypes)
            AddEnum(type);
    }

    // In protobuf, as in C++, an enum's values are its siblings, not its members, as C# has them.
    private void AddEnum(EnumDescriptor type)
    {
        Add(type);
        var scope = type.FullName[..^type.Name.Length];
        foreach (var value in type.Values)
            _symbols[scope + value.Name] = type.File;
    }

    private void Add(IDescriptor symbol) => _symbols[symbol.FullName] = symbol.File;

    /// <summary>The file, and before it whatever it imports, so that one answer is enough to build it.</summary>
    private static IEnumerable<ByteString> WithImports(FileDescriptor file)
    {
        var files = new List<FileDescriptor>();
        Collect(file, files);
        return files.Select(each => each.SerializedData);
    }

    private static void Collect(FileDescriptor file, List<FileDescriptor> files)
    {
        if (files.Contains(file))
            return;
        foreach (var import in file.Dependencies)
            Collect(import, files);
        files.Add(file);
    }
}
