using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Durable;

/// <summary>
/// Stores Durable's client in <see cref="DurableClientAccessor"/> before a function with a Durable client binding runs. Services
/// that the function calls get the client from there, so no function has to pass it on.
/// </summary>
public sealed class DurableClientMiddleware(DurableClientAccessor clients) : IFunctionsWorkerMiddleware
{
    private const string BindingType = "durableClient";

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var bindings = context.FunctionDefinition.InputBindings.Values;
        if (bindings.Any(binding => string.Equals(binding.Type, BindingType, StringComparison.OrdinalIgnoreCase)))
        {
            // The worker binds the input once and caches the result for the function. BindInputAsync does not work here: it
            // ignores the converter that the parameter's attribute names, fails, and caches that failure.
            var feature = context.Features.Get<IFunctionInputBindingFeature>()!;
            var arguments = await feature.BindFunctionInputAsync(context);
            foreach (var client in arguments.Values.OfType<DurableTaskClient>())
                clients.Set(client);
        }

        await next(context);
    }
}
