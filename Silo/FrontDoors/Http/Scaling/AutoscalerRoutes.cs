namespace OrleansInference.FrontDoors.Http.Scaling;

internal static class AutoscalerRoutes
{
    /// <summary>Maps everything under <c>/v2/autoscaler</c>.</summary>
    public static void MapAutoscaler(this IEndpointRouteBuilder app, HttpDoorRoute route)
    {
        var autoscaler = app.ServiceProvider.GetRequiredService<AutoscalerEndpoints>();
        var changes = app.ServiceProvider.GetRequiredService<ScalingChanges>();

        app.Map("/v2/autoscaler", route.For(HttpMethods.Get, autoscaler.GetAsync));
        app.Map("/v2/autoscaler/pause", route.For(HttpMethods.Post, changes.PauseAllAsync));
        app.Map("/v2/autoscaler/resume", route.For(HttpMethods.Post, changes.ResumeAllAsync));
        foreach (var model in (string[])["/v2/autoscaler/models/{model}", "/v2/autoscaler/models/{model}/versions/{version}"])
        {
            app.Map(model, route.For(HttpMethods.Get, autoscaler.GetModelAsync));
            app.Map($"{model}/what-if", route.For(HttpMethods.Get, autoscaler.WhatIfAsync));
            app.Map($"{model}/pause", route.For(HttpMethods.Post, changes.PauseAsync));
            app.Map($"{model}/resume", route.For(HttpMethods.Post, changes.ResumeAsync));
            app.Map($"{model}/pin", route.For(HttpMethods.Post, changes.PinAsync));
            app.Map($"{model}/unpin", route.For(HttpMethods.Post, changes.UnpinAsync));
        }
    }
}
