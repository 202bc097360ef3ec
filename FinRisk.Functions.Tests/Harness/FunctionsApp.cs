using System.Reflection;
using FinRisk.Functions.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>
/// Every HTTP function of the product on a loopback port, found by its attributes and run within the product's middleware out of
/// the product's container. What the Functions host adds (keys, its own limits) is not here; it takes routes in the order of
/// names.
/// </summary>
internal sealed class FunctionsApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FunctionsApp(WebApplication app, HttpClient client)
    {
        (_app, Client) = (app, client);
        client.BaseAddress = new Uri(app.Urls.Single());
    }

    /// <summary>Calls it.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts it.</summary>
    /// <param name="product">The worker, built as <c>Program.cs</c> does.</param>
    /// <param name="durable">What a function is given for <c>[DurableClient]</c>.</param>
    public static async Task<FunctionsApp> StartAsync(IHost product, DurableTaskClient durable)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var functions =
            from type in typeof(ValidateFunction).Assembly.GetTypes()
            from method in type.GetMethods()
            where method.GetCustomAttribute<FunctionAttribute>() is not null
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger is not null
            select (Method: method, trigger.Route, Verbs: trigger.Methods?.Select(verb => verb.ToUpperInvariant()));
        foreach (var (method, route, verbs) in functions)
        {
            RequestDelegate run = http => RunAsync(product, durable, method, http);
            _ = verbs is null ? app.MapFallback(run) : app.MapMethods(route!, verbs, run);
        }

        await app.StartAsync();
        return new FunctionsApp(app, product.Services.GetRequiredService<IHttpClientFactory>().CreateClient());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return _app.DisposeAsync();
    }

    private static Task RunAsync(IHost product, DurableTaskClient durable, MethodInfo method, HttpContext http)
    {
        http.RequestServices = product.Services;
        var edge = ActivatorUtilities.CreateInstance<EdgeFunctionMiddleware>(product.Services);
        return edge.Invoke(new Invocation(http), async _ =>
        {
            var function = method.IsStatic ? null : ActivatorUtilities.CreateInstance(product.Services, method.DeclaringType!);
            object?[] arguments =
            [
                .. method.GetParameters().Select(object? (parameter) => parameter.ParameterType switch
                {
                    var type when type == typeof(HttpRequest) => http.Request,
                    var type when type == typeof(DurableTaskClient) => durable,
                    _ => http.Request.RouteValues[parameter.Name!],
                }),
            ];
            var result = method.Invoke(function, arguments);
            await (result is Task<IResult> task ? await task : (IResult)result!).ExecuteAsync(http);
        });
    }

    private sealed class Invocation : FunctionContext
    {
        public Invocation(HttpContext http) => Items = new Dictionary<object, object> { ["HttpRequestContext"] = http };

        public override string InvocationId => "invocation";

        public override string FunctionId => "function";

        public override TraceContext TraceContext { get; } = new NoTrace();

        public override BindingContext BindingContext => throw new NotSupportedException();

        public override RetryContext RetryContext => throw new NotSupportedException();

        public override IServiceProvider InstanceServices { get; set; } = null!;

        public override FunctionDefinition FunctionDefinition => throw new NotSupportedException();

        public override IDictionary<object, object> Items { get; set; }

        public override IInvocationFeatures Features => throw new NotSupportedException();
    }

    private sealed class NoTrace : TraceContext
    {
        public override string TraceParent => "";

        public override string TraceState => "";
    }
}
