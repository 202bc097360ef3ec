using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Durable;

/// <summary>
/// Takes Durable's client from the binding of every function that has one, before the function runs. So what a function calls finds
/// it in <see cref="DurableClients"/>, and no function has to pass it on.
/// </summary>
public sealed class DurableClientMiddleware(DurableClients clients) : IFunctionsWorkerMiddleware
{
    private const string BindingType = "durableClient";

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        foreach (var binding in context.FunctionDefinition.InputBindings.Values)
        {
            if (string.Equals(binding.Type, BindingType, StringComparison.OrdinalIgnoreCase)
                && (await context.BindInputAsync<DurableTaskClient>(binding)).Value is { } client)
            {
                clients.Use(client);
            }
        }

        await next(context);
    }
}
