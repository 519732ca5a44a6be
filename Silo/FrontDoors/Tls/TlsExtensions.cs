using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansInference.FrontDoors.Tls;

internal static class TlsExtensions
{
    /// <summary>Registers TLS for every door. <paramref name="configuration"/> is the root; its section <c>Tls</c> is bound.</summary>
    public static IServiceCollection AddServerTls(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(ServerTls)))
            return services; // each door asks for it
        services.AddSingleton<IValidateOptions<TlsOptions>, TlsOptionsValidator>();
        services.AddOptions<TlsOptions>().Bind(configuration.GetSection(TlsOptions.Section)).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ServerTls>();
        return services;
    }

    /// <summary>Has the door speak TLS where <see cref="TlsOptions"/> says so.</summary>
    public static ListenOptions UseServerTls(this ListenOptions listen)
    {
        var tls = listen.ApplicationServices.GetRequiredService<ServerTls>();
        return tls.Identity is null
            ? listen
            : listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls.Options()) });
    }
}
