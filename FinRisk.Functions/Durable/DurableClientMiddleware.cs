using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Durable;

/// <summary>
/// Takes Durable's client from the arguments of every function that has one, before the function runs. So what a function calls
/// finds it in <see cref="DurableClients"/>, and no function has to pass it on.
/// </summary>
public sealed class DurableClientMiddleware(DurableClients clients) : IFunctionsWorkerMiddleware
{
    private const string BindingType = "durableClient";

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var bindings = context.FunctionDefinition.InputBindings.Values;
        if (bindings.Any(binding => string.Equals(binding.Type, BindingType, StringComparison.OrdinalIgnoreCase)))
        {
            // The worker binds once and keeps the result. BindInputAsync would not do: it does not know the converter that the
            // parameter names, fails, and leaves that failure for the function to find.
            var feature = context.Features.Get<IFunctionInputBindingFeature>()!;
            var arguments = await feature.BindFunctionInputAsync(context);
            foreach (var client in arguments.Values.OfType<DurableTaskClient>())
                clients.Use(client);
        }

        await next(context);
    }
}
